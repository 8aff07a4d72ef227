using PocketFlow.Data;
using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TensorFlow;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Recipes;

namespace PocketFlow;

/// <summary>What a model file says of itself, read without decoding weights.</summary>
public sealed record ModelFileSummary
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Its format.</summary>
    public required ModelFileFormat Format { get; init; }

    /// <summary>Its size on disk in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The inputs, one text each, for example <c>input: Float32[batch, 3, 32, 32]</c>.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The outputs, one text each.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>The key-value pairs that the file carries; empty for most files of other programs.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The header of an ONNX file; null for other formats.</summary>
    public OnnxSummary? Onnx { get; init; }

    /// <summary>The header of a TFLite file; null for other formats.</summary>
    public TfLiteSummary? TfLite { get; init; }

    /// <summary>What a TensorFlow model says of itself; null for other formats.</summary>
    public TensorFlowSummary? TensorFlow { get; init; }

    /// <summary>How inputs are normalised, or null where the file doesn't say.</summary>
    /// <exception cref="FormatException">The file says it in an unreadable way.</exception>
    public Normalization? Normalization =>
        Metadata.GetValueOrDefault(ModelMetadata.Normalization) is { } text ? Data.Normalization.Parse(text) : null;

    /// <summary>The data set that the model was trained on, or null where the file doesn't say.</summary>
    public string? Dataset => Metadata.GetValueOrDefault(ModelMetadata.Dataset);

    /// <summary>How records of the data set become inputs and labels, or null where the file doesn't say.</summary>
    /// <exception cref="RecipeException">The file says it in an unreadable way.</exception>
    public PreparationSettings? Preparation =>
        Metadata.GetValueOrDefault(ModelMetadata.Preparation) is { } text ? PreparationSettings.Parse(text) : null;

    /// <summary>What was cut from the training images for validation, or null where the file doesn't say.</summary>
    /// <exception cref="FormatException">The file says it in an unreadable way.</exception>
    public ValidationSplit? Validation =>
        Metadata.GetValueOrDefault(ModelMetadata.Validation) is { } text ? ValidationSplit.Parse(text) : null;
}
