using PocketFlow.Runtimes;

namespace PocketFlow.Runs;

/// <summary>Which runtime each file format ships to.</summary>
public static class RuntimeChoice
{
    /// <summary>The runtime of a format; it may turn out to be unavailable.</summary>
    public static IModelRuntime For(this ModelRuntimes runtimes, ModelFileFormat format) =>
        runtimes.For(format == ModelFileFormat.TfLite ? "model.tflite" : "model.onnx");
}
