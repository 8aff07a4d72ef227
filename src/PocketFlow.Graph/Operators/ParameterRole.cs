namespace PocketFlow.Graphs.Operators;

/// <summary>What a constant input of an operator means to training and compression.</summary>
public enum ParameterRole
{
    /// <summary>A constant that is never trained: a shape, an axis, a bound.</summary>
    None,

    /// <summary>A kernel or matrix: trained, decayed, pruned, quantized per output channel.</summary>
    Weight,

    /// <summary>An additive term per output channel: trained, never decayed.</summary>
    Bias,

    /// <summary>The scale or shift of a normalisation, or a table of embeddings: trained, never decayed.</summary>
    Affine,

    /// <summary>A running mean or variance of a normalisation: updated by training, not by gradients.</summary>
    Statistic,
}
