namespace PocketFlow.Graphs.Passes.Transposes;

/// <summary>Tile and Expand with a constant per axis, which is given in the source's order.</summary>
internal sealed class RepeatRule() : TransposeRule("Tile", "Expand")
{
    public override bool TryApply(Node node, TransposeSinking sinking)
    {
        Value input = node.Input(0);
        Permutation axes = sinking.ViewOf(input).Axes;
        if (node.ConstantOrNull(1)?.ToInt64s() is not { } counts || counts.Length > axes.Rank)
        {
            return false;
        }

        long[] all = [.. Enumerable.Repeat(1L, axes.Rank - counts.Length), .. counts];
        sinking.ReadFirst(node, axes);
        node.SetInput(1, sinking.Constant("counts", axes.Inverse().Arrange(all)));
        sinking.Define(node.Output, axes);
        return true;
    }
}
