using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;

namespace PocketFlow.Recipes;

/// <summary>How the files that ship are written.</summary>
public sealed record ExportSettings
{
    /// <summary>The element type of a quantised TFLite file's inputs and outputs; float models have float.</summary>
    /// <value>The default is <see cref="TfLiteInterface.Float"/>.</value>
    public TfLiteInterface TfLiteInterface { get; init; } = TfLiteInterface.Float;

    /// <summary>The opset of ONNX files.</summary>
    /// <value>The default is 17. Take 15 or less for engines on phones that know no newer one.</value>
    public int OnnxOpset { get; init; } = Model.Opset;

    internal IEnumerable<string> Validate()
    {
        if (OnnxOpset is < OnnxExportOptions.OldestOpset or > OnnxExportOptions.NewestOpset)
        {
            yield return $"onnxOpset is {OnnxOpset}; expected was {OnnxExportOptions.OldestOpset} to "
                + $"{OnnxExportOptions.NewestOpset}.";
        }
    }
}
