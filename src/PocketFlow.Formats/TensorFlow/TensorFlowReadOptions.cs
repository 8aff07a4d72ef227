namespace PocketFlow.Formats.TensorFlow;

/// <summary>What of a TensorFlow model is read.</summary>
public sealed record TensorFlowReadOptions
{
    /// <summary>The signature of a SavedModel whose inputs and outputs the model gets.</summary>
    /// <value><c>serving_default</c>; a model with a single signature is read by that one.</value>
    public string Signature { get; init; } = "serving_default";
}
