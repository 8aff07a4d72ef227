using PocketFlow.Graphs.Passes;

namespace PocketFlow.Graphs;

/// <summary>The usual sequences of passes.</summary>
public static class ModelSimplification
{
    /// <summary>Infers shapes, folds constants and shape arithmetic, cancels Transposes, and removes what no output needs.</summary>
    /// <exception cref="PassException">The model breaks a rule of one of its operators.</exception>
    public static Model Simplify(this Model model)
    {
        new FoldConstants().Run(model);
        new CancelTransposes().Run(model);
        new RemoveDeadNodes().Run(model);
        new InferShapes().Run(model);
        return model;
    }

    /// <summary>A copy as it is deployed: batch normalisation folded into the layers before it.</summary>
    public static Model Folded(this Model model)
    {
        Model folded = model.Clone();
        new FoldBatchNormalization().Run(folded);
        return folded.Simplify();
    }
}
