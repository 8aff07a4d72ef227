namespace PocketFlow.Graphs.Passes.Transposes;

/// <summary>Slices: the axes input names the source's axes.</summary>
internal sealed class SliceRule() : TransposeRule("Slice")
{
    public override bool TryApply(Node node, TransposeSinking sinking)
    {
        if (node.ConstantOrNull(1) is not { } starts || node.InputOrNull(3) is { IsInitializer: false })
        {
            return false;
        }

        Value input = node.Input(0);
        Permutation axes = sinking.ViewOf(input).Axes;
        long[] cut = node.ConstantOrNull(3)?.ToInt64s()
            ?? [.. Enumerable.Range(0, (int)starts.Count).Select(i => (long)i)];
        Shape shape = sinking.ShapeOf(input);
        sinking.ReadFirst(node, axes);
        node.SetInput(3, sinking.Constant("axes", [.. cut.Select(a => (long)axes[shape.Axis(a)])]));
        sinking.Define(node.Output, axes);
        return true;
    }
}
