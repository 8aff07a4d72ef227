using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Repeats a tensor along every axis; the numbers of copies are a constant input.</summary>
public sealed class TileOperator() : Operator("Tile")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        long[] repeats = RepeatsOf(node);
        Shape input = node.Input(0).KnownShape;
        SetOutput(node, node.Input(0).Type, new Shape([.. input.Select((d, i) => Times(d, repeats[i]))]));
    }

    /// <summary>How often the input is repeated along each axis.</summary>
    /// <exception cref="InvalidGraphException">They are computed, negative, or not one for each axis.</exception>
    public static long[] RepeatsOf(Node node)
    {
        long[] repeats = node.ConstantInts(1) ?? [];
        return repeats.Length == node.Input(0).KnownShape.Rank && repeats.All(r => r >= 0)
            ? repeats
            : throw Fault(
                node, "repeats", $"[{string.Join(", ", repeats)}] are no repeats for {node.Input(0).KnownShape}.");
    }

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node)
    {
        TensorData data = node.Input(0).Data!;
        // Each axis becomes a pair: the copies, which don't move, and the axis itself.
        long[] dims = [.. RepeatsOf(node).Zip(data.Dims.ToArray()).SelectMany(p => new[] { p.First, p.Second })];
        long[] strides = [.. ElementMap.Dense(data.Dims).SelectMany(s => new[] { 0, s })];
        return [ElementMap.Gather(data, node.Output.KnownShape.ToArray(), ElementMap.Strided(dims, strides))];
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        long[] repeats = RepeatsOf(node);
        foreach (int axis in atoms.AxesOf(node.Input(0)))
        {
            int[] labels = atoms.Of(node.Input(0), axis)!;
            atoms.Set(node.Output, axis, [.. Enumerable.Repeat(labels, (int)repeats[axis]).SelectMany(l => l)]);
        }
    }

    private static Dim Times(Dim dim, long repeats) =>
        repeats == 1 ? dim : dim.IsKnown ? checked(dim.Size * repeats) : Dim.Unknown;
}
