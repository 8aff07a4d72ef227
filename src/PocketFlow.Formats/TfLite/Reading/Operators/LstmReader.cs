using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// Reads a long short-term memory along a sequence. Files have a matrix and a bias per gate: input, forget, cell, output;
/// ONNX has all of them in one, in the order input, output, forget, cell.
/// </summary>
internal static class LstmReader
{
    private const int Kernels = 1, Recurrences = 5, Peepholes = 9, Biases = 12, Projection = 16, Normalization = 20;

    private static readonly int[] s_order = [0, 3, 1, 2];

    public static IReadOnlyList<Value> Read(TfLiteCall call)
    {
        Refuse(call);
        bool isTimeMajor = call.Node.Flag(3);
        Value x = isTimeMajor ? call.Input(0) : call.Transpose(call.Input(0), 1, 0, 2);
        long units = call.ShapeOf(Recurrences)[1].Size;
        Value bias = Join(call, Biases, axis: 0);
        Value none = call.Constant(TensorData.From<float>(new float[4 * units], 4 * units));
        Value both = call.Emit("Concat", [bias, none], new AttributeMap { { "axis", 0L } });
        Value all = call.Emit(
            "LSTM",
            [
                x, call.Reshape(Join(call, Kernels, axis: 0), 1, 4 * units, -1),
                call.Reshape(Join(call, Recurrences, axis: 0), 1, 4 * units, units), call.Reshape(both, 1, 8 * units),
            ],
            new AttributeMap { { "hidden_size", units } });
        Value states = call.Emit("Squeeze", [all, call.Vector(1)]);
        return [isTimeMajor ? states : call.Transpose(states, 1, 0, 2)];
    }

    private static void Refuse(TfLiteCall call)
    {
        bool has(int first, int count) => Enumerable.Range(first, count).Any(i => call.InputOrNull(i) is not null);
        string? reason = call.ShapeOf(0).Rank != 3 ? $"of {call.ShapeOf(0)}"
            : call.InputOrNull(Kernels) is null ? "with coupled gates"
            : has(Peepholes, 3) ? "with peepholes"
            : has(Projection, 2) ? "with a projection"
            : has(Normalization, 4) ? "with normalised gates"
            : (FusedActivation)call.Node.Byte(0) != FusedActivation.Tanh ? "with another function than tanh"
            : call.Node.Float(1) != 0 ? "with clipped cells"
            : null;
        if (reason is not null)
        {
            throw call.Refuse(reason);
        }
    }

    private static Value Join(TfLiteCall call, int first, long axis) => call.Emit(
        "Concat", [.. s_order.Select(g => first == Biases ? call.Bias(first + g) : call.Input(first + g))],
        new AttributeMap { { "axis", axis } });
}
