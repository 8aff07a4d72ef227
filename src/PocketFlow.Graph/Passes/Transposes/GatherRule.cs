namespace PocketFlow.Graphs.Passes.Transposes;

/// <summary>Gather: the indices' axes take the place of the gathered one.</summary>
internal sealed class GatherRule() : TransposeRule("Gather")
{
    public override bool TryApply(Node node, TransposeSinking sinking)
    {
        Value input = node.Input(0);
        Permutation axes = sinking.ViewOf(input).Axes;
        int axis = sinking.ShapeOf(input).Axis(node.Attributes.Int("axis", 0));
        int added = sinking.ShapeOf(node.Input(1)).Rank;
        int source = axes[axis];
        int Moved(int a) => a < source ? a : a + added - 1;

        int[] order =
        [
            .. Enumerable.Range(0, axis).Select(a => Moved(axes[a])),
            .. Enumerable.Range(source, added),
            .. Enumerable.Range(axis + 1, axes.Rank - axis - 1).Select(a => Moved(axes[a])),
        ];
        node.Attributes.Set("axis", (long)source);
        sinking.ReadFirst(node, axes);
        sinking.Define(node.Output, new Permutation(order));
        return true;
    }
}
