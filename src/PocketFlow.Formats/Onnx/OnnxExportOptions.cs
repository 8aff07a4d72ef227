using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>How a model is written as ONNX.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>The oldest opset that can be written.</summary>
    public const int OldestOpset = 13;

    /// <summary>The newest opset that can be written.</summary>
    public const int NewestOpset = 21;

    /// <summary>The opset of the file, <see cref="OldestOpset"/> to <see cref="NewestOpset"/>.</summary>
    /// <value>17. Take 15 or less for engines on phones that know no newer one.</value>
    public int Opset { get; init; } = Model.Opset;

    /// <summary>Whether batch normalisation is folded into the layer before it.</summary>
    /// <value>False, so that the file can be trained further. Models in QDQ form must be folded already.</value>
    public bool FoldBatchNormalization { get; init; }

    /// <summary>The name of the program that the file names as its producer.</summary>
    /// <value><c>PocketFlow</c>.</value>
    public string ProducerName { get; init; } = "PocketFlow";
}
