namespace PocketFlow.Graphs.Passes.Transposes;

/// <summary>Operators along one axis that an attribute names: the attribute names the source's axis instead.</summary>
internal sealed class AxisRule() : TransposeRule(
    "Concat", "Split", "Softmax", "LogSoftmax", "Hardmax", "ArgMax", "ArgMin")
{
    public override bool TryApply(Node node, TransposeSinking sinking)
    {
        Shape shape = sinking.ShapeOf(node.Input(0));
        int axis = shape.Axis(node.Attributes.Int("axis", DefaultOf(node)));
        Permutation axes = sinking.ViewOf(node.Input(0)).Axes;
        if (node.OpType == "Concat")
        {
            axes = sinking.CheapestOrder(node.Inputs, shape.Rank)!;
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                node.SetInput(i, sinking.Read(node.Input(i), axes));
            }
        }
        else
        {
            sinking.ReadFirst(node, axes);
        }

        node.Attributes.Set("axis", (long)axes[axis]);
        bool removes = node.OpType is "ArgMax" or "ArgMin" && node.Attributes.Int("keepdims", 1) == 0;
        foreach (Value output in node.Outputs)
        {
            sinking.Define(output, removes ? axes.Without([axis]) : axes);
        }

        return true;
    }

    private static long DefaultOf(Node node) => node.OpType is "Softmax" or "LogSoftmax" or "Hardmax" ? -1 : 0;
}
