using PocketFlow.Runtimes;

namespace PocketFlow.Runs;

/// <summary>Which runtime each file format ships to.</summary>
public static class RuntimeChoice
{
    /// <summary>The runtime of a format; it may turn out to be unavailable.</summary>
    /// <exception cref="UnsupportedFormatException">No runtime takes the format.</exception>
    public static IModelRuntime For(this ModelRuntimes runtimes, ModelFileFormat format) => runtimes.For(format switch
    {
        ModelFileFormat.TfLite => "model.tflite",
        ModelFileFormat.Onnx => "model.onnx",
        _ => throw new UnsupportedFormatException(
            $"{format}", "no runtime here runs models of this format; convert the model to TFLite or ONNX first."),
    });
}
