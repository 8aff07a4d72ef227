namespace PocketFlow.Graphs.Passes.Transposes;

/// <summary>Reductions, whose axes come as an attribute or as a constant input.</summary>
internal sealed class ReduceRule() : TransposeRule(
    "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSum",
    "ReduceLogSumExp", "ReduceSumSquare")
{
    public override bool TryApply(Node node, TransposeSinking sinking)
    {
        Value input = node.Input(0);
        Permutation axes = sinking.ViewOf(input).Axes;
        long[]? given = node.ConstantOrNull(1)?.ToInt64s() ?? node.Attributes.Ints("axes");
        bool isComputed = node.InputOrNull(1) is { IsInitializer: false };
        if (isComputed || (given is null or [] && node.Attributes.Int("noop_with_empty_axes", 0) != 0))
        {
            return false;
        }

        int[] reduced = given is null or []
            ? [.. Enumerable.Range(0, axes.Rank)]
            : [.. given.Select(sinking.ShapeOf(input).Axis)];
        bool keeps = node.Attributes.Int("keepdims", 1) != 0;
        long[] sources = [.. reduced.Select(a => (long)axes[a]).Order()];
        sinking.ReadFirst(node, axes);
        if (node.InputOrNull(1) is null)
        {
            node.Attributes.Set("axes", sources);
        }
        else
        {
            node.SetInput(1, sinking.Constant("axes", sources));
        }

        sinking.Define(node.Output, keeps ? axes : axes.Without(reduced));
        return true;
    }
}
