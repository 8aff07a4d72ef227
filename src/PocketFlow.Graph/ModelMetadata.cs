namespace PocketFlow.Graphs;

/// <summary>The metadata keys that this project writes into model files.</summary>
public static class ModelMetadata
{
    /// <summary>How inputs are normalised: <c>mean,…/std,…</c> per channel, in units of pixel value / 255.</summary>
    public const string Normalization = "pocketflow.normalization";

    /// <summary>The data set that the model was trained on, by its command-line name.</summary>
    public const string Dataset = "pocketflow.dataset";

    /// <summary>What was done to the model, one step a line.</summary>
    public const string History = "pocketflow.history";
}
