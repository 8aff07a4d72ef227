using PocketFlow.Graphs;

namespace PocketFlow.Runs;

/// <summary>A model of a run with its files: the original, or what a learner made.</summary>
internal sealed record Stage(
    string Name, string? Learner, Model Model, IReadOnlyList<string> Summary, TimeSpan Elapsed, string OnnxPath,
    string TfLitePath)
{
    public string PathOf(ModelFileFormat format) => format == ModelFileFormat.Onnx ? OnnxPath : TfLitePath;
}
