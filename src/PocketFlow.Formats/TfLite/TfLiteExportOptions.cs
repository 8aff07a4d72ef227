namespace PocketFlow.Formats.TfLite;

/// <summary>How a model is written as TFLite.</summary>
public sealed record TfLiteExportOptions
{
    /// <summary>The element type of inputs and outputs.</summary>
    /// <value>Float unless the application already has integers.</value>
    public TfLiteInterface Interface { get; init; } = TfLiteInterface.Float;

    /// <summary>What a symbolic first dimension of the inputs becomes; shapes in the file are fixed.</summary>
    /// <value>1, at least 1.</value>
    public int BatchSize { get; init; } = 1;

    /// <summary>Whether weights of layers that compute in float are stored in 16 bits and widened when the file is loaded.</summary>
    /// <value>False.</value>
    public bool HasFloat16Weights { get; init; }
}
