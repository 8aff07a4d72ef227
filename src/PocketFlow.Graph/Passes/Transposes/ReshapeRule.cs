namespace PocketFlow.Graphs.Passes.Transposes;

/// <summary>
/// Reshapes that leave each run of elements in sequence become a Reshape of the source; where a flattened value only
/// feeds dense layers, these get their weights' rows in the source's order.
/// </summary>
internal sealed class ReshapeRule() : TransposeRule("Reshape", "Flatten", "Squeeze", "Unsqueeze")
{
    public override bool TryApply(Node node, TransposeSinking sinking)
    {
        TransposedView view = sinking.ViewOf(node.Input(0));
        Shape from = sinking.ShapeOf(node.Input(0));
        Shape to = node.Output.KnownShape;
        if (ReshapedAxes.Follow(from, to, view.Axes) is { } axes)
        {
            Dim[] dims = axes.Inverse().Arrange(to);
            return Replace(node, view.Source, new Shape(dims), axes, sinking);
        }

        return FlattenedFeatures.Find(node, view, from, sinking) is { } features
            && Replace(node, view.Source, to, Permutation.Identity(to.Rank), sinking)
            && features.PermuteWeights(sinking);
    }

    private static bool Replace(Node node, Value source, Shape shape, Permutation axes, TransposeSinking sinking)
    {
        if (sinking.Reshape(source, shape) is not { } reshaped)
        {
            return false;
        }

        reshaped.Quantization = node.Output.Quantization;
        sinking.Define(node.Output, reshaped, axes);
        return true;
    }
}
