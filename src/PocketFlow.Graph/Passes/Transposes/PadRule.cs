using PocketFlow.Graphs.Operators;

namespace PocketFlow.Graphs.Passes.Transposes;

/// <summary>Borders: constant pads are given in the source's order.</summary>
internal sealed class PadRule() : TransposeRule("Pad")
{
    public override bool TryApply(Node node, TransposeSinking sinking)
    {
        if (node.ConstantOrNull(1) is null || node.InputOrNull(3) is { IsInitializer: false })
        {
            return false;
        }

        Value input = node.Input(0);
        Permutation axes = sinking.ViewOf(input).Axes;
        Permutation inverse = axes.Inverse();
        (long[] begin, long[] end) = PadOperator.PadsOf(node);
        sinking.ReadFirst(node, axes);
        node.SetInput(1, sinking.Constant("pads", [.. inverse.Arrange(begin), .. inverse.Arrange(end)]));
        node.SetInput(3, null);
        sinking.Define(node.Output, axes);
        return true;
    }
}
