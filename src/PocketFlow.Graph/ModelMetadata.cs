namespace PocketFlow.Graphs;

/// <summary>The metadata keys that this project writes into model files.</summary>
public static class ModelMetadata
{
    /// <summary>How inputs are normalised: <c>mean,…/std,…</c> per channel, in units of pixel value / 255.</summary>
    public const string Normalization = "pocketflow.normalization";

    /// <summary>The data set that the model was trained on, by its command-line name.</summary>
    public const string Dataset = "pocketflow.dataset";

    /// <summary>How records of the data set become inputs and labels: a recipe's <c>preparation</c> as JSON.</summary>
    public const string Preparation = "pocketflow.preparation";

    /// <summary>What was cut from the training images for validation, so that later steps cut the same.</summary>
    public const string Validation = "pocketflow.validation";

    /// <summary>The names of the classes in the order of the outputs, one a line.</summary>
    public const string Labels = "pocketflow.labels";

    /// <summary>What was done to the model, one step a line.</summary>
    public const string History = "pocketflow.history";
}
