using System.Numerics;

namespace PocketFlow.Graphs.Operators;

/// <summary>The numbers from a start up to a limit, which is left out, in steps; all three are scalars.</summary>
public sealed class RangeOperator() : Operator("Range")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.NotQuantized;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Dim[]? bounds = node.Inputs.Count == 3 && node.Input(0).Type is ElementType.Int32 or ElementType.Int64
            && Enumerable.Range(0, 3).All(i => node.Input(i).KnownElements() is [_])
            ? [.. Enumerable.Range(0, 3).Select(i => node.Input(i).KnownElements()![0])]
            : null;
        Dim count = bounds switch
        {
            [{ IsKnown: true } start, { IsKnown: true } limit, { IsKnown: true } step] =>
                CountOf(node, start.Size, limit.Size, step.Size),
            [{ IsKnown: true, Size: 0 }, var limit, { IsKnown: true, Size: 1 }] => limit,
            _ => node.Inputs.All(i => i?.Data is { Count: 1 }) ? CountOfReals(node) : Dim.Unknown,
        };
        SetOutput(node, node.Input(0).Type, new Shape(count));
        bool isKnown = bounds is [{ IsKnown: true }, _, { IsKnown: true }] && ValueElements.IsSmall(node.Output.Shape!);
        node.Output.Elements = isKnown
            ? [.. Enumerable.Range(0, (int)count.Size).Select(i => (Dim)(bounds![0].Size + i * bounds[2].Size))]
            : null;
    }

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node)
    {
        if (node.Output.Shape is not { IsStatic: true, ElementCount: var count })
        {
            return null;
        }

        return node.Output.Type switch
        {
            ElementType.Float32 => [Compute<float>(node, count)],
            ElementType.Float64 => [Compute<double>(node, count)],
            ElementType.Int16 => [Compute<short>(node, count)],
            ElementType.Int32 => [Compute<int>(node, count)],
            ElementType.Int64 => [Compute<long>(node, count)],
            _ => null,
        };
    }

    private static TensorData Compute<T>(Node node, long count)
        where T : unmanaged, INumber<T>
    {
        T start = node.Input(0).Data!.As<T>()[0];
        T step = node.Input(2).Data!.As<T>()[0];
        T[] elements = new T[count];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = start + T.CreateTruncating(i) * step;
        }

        return TensorData.From<T>(elements, elements.Length);
    }

    private static Dim CountOf(Node node, Int128 start, Int128 limit, Int128 step)
    {
        if (step == 0)
        {
            throw Fault(node, "step", "the step is zero.");
        }

        Int128 span = step > 0 ? limit - start : start - limit;
        return span <= 0 ? 0 : (long)Int128.Min((span - 1) / Int128.Abs(step) + 1, long.MaxValue);
    }

    private static Dim CountOfReals(Node node)
    {
        double[] bounds = [.. node.Inputs.Select(i => (double)i!.Data!.ToFloats()[0])];
        double count = Math.Ceiling((bounds[1] - bounds[0]) / bounds[2]);
        return count is >= int.MinValue and <= int.MaxValue
            ? (long)Math.Max(count, 0)
            : throw Fault(node, "step", $"from {bounds[0]} to {bounds[1]} in steps of {bounds[2]} never ends.");
    }
}
