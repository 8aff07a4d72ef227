namespace PocketFlow.Graphs.Operators;

/// <summary>The input's dimensions as a vector of 64-bit integers, optionally from <c>start</c> to <c>end</c>.</summary>
public sealed class ShapeOperator() : Operator("Shape")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.NotQuantized;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        (int start, int end) = RangeOf(node);
        node.Output.Elements = [.. input.Skip(start).Take(end - start)];
        SetOutput(node, ElementType.Int64, new Shape(end - start));
    }

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node) => node.Output.Elements!.All(e => e.IsKnown)
        ? [TensorData.Vector([.. node.Output.Elements!.Select(e => e.Size)])]
        : null;

    /// <summary>The first axis that is listed, and the one behind the last.</summary>
    public static (int Start, int End) RangeOf(Node node)
    {
        int rank = node.Input(0).KnownShape.Rank;
        int start = Bound(node, "start", 0, rank);
        return (start, Math.Max(start, Bound(node, "end", rank, rank)));
    }

    private static int Bound(Node node, string name, int fallback, int rank)
    {
        long bound = node.Attributes.Int(name, fallback);
        return (int)Math.Clamp(bound < 0 ? bound + rank : bound, 0, rank);
    }
}
