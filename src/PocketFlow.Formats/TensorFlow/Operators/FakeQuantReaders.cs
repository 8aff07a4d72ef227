using System.Collections.Immutable;
using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Reads simulated quantization as an annotation of the value that it rounds.</summary>
internal static class FakeQuantReaders
{
    public static IReadOnlyList<Value> PerTensor(FlowCall call) =>
        Annotate(call, call.Constant(1).ToFloats(), call.Constant(2).ToFloats(), null);

    public static IReadOnlyList<Value> PerChannel(FlowCall call) =>
        Annotate(call, call.Constant(1).ToFloats(), call.Constant(2).ToFloats(), call.ShapeOf(0).Rank - 1);

    public static IReadOnlyList<Value> FromSettings(FlowCall call) =>
        Annotate(call, [call.Float("min", -6)], [call.Float("max", 6)], null);

    private static IReadOnlyList<Value> Annotate(FlowCall call, float[] low, float[] high, int? axis)
    {
        Value value = call.Input(0);
        Quantization grid = Grid(call, low, high, axis, isWeight: value.IsInitializer);
        if (value.Quantization is { } before && before != grid)
        {
            throw call.Refuse("of a value that is quantized in another way already");
        }

        // A constant that others read unrounded stays as it is for them.
        value = value.Data is { } data ? call.Constant(data) : value;
        value.Quantization = grid;
        // The pass over Transposes goes on with what they read.
        for (Value v = value; grid.IsPerTensor && v.Producer is { OpType: "Transpose" } last; v = last.Input(0))
        {
            last.Input(0).Quantization ??= grid;
        }

        return [value];
    }

    // The ends of the range are moved so that zero is hit exactly.
    private static Quantization Grid(FlowCall call, float[] low, float[] high, int? axis, bool isWeight)
    {
        long bits = call.Int("num_bits", 8);
        if (bits is < 2 or > 8 || low.Length != high.Length || low.Length == 0)
        {
            throw call.Refuse($"of {bits} bits with {low.Length} ranges");
        }

        int minimum = call.Flag("narrow_range", false) ? 1 : 0;
        int maximum = (1 << (int)bits) - 1;
        // Weights are stored signed, activations unsigned.
        int shift = isWeight ? 1 << (int)(bits - 1) : 0;
        var scales = ImmutableArray.CreateBuilder<float>(low.Length);
        var zeros = ImmutableArray.CreateBuilder<int>(low.Length);
        for (int i = 0; i < low.Length; i++)
        {
            float scale = (high[i] - low[i]) / (maximum - minimum);
            if (!(scale > 0) || !float.IsFinite(scale) || low[i] > 0 || high[i] < 0)
            {
                throw call.Refuse($"with the range [{low[i]}, {high[i]}]");
            }

            scales.Add(scale);
            zeros.Add((int)Math.Clamp(MathF.Round(minimum - low[i] / scale), minimum, maximum) - shift);
        }

        return new Quantization(
            scales.MoveToImmutable(), zeros.MoveToImmutable(), axis, minimum - shift, maximum - shift);
    }
}
