using PocketFlow.Data;
using PocketFlow.Formats;
using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TensorFlow;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Training.Tasks;

namespace PocketFlow;

/// <summary>Model files of any format that the project knows.</summary>
public static class ModelFile
{
    private const string Expected =
        "expected was a model file (.onnx, .tflite or a frozen .pb) or a SavedModel directory.";

    private static readonly byte[] s_tfLiteIdentifier = "TFL3"u8.ToArray();

    /// <summary>Reads a model that can be trained and compressed.</summary>
    /// <exception cref="ModelFormatException">The file is missing, damaged or of no known format.</exception>
    /// <exception cref="UnsupportedOperatorException">The model has unknown operators.</exception>
    public static Model Read(string path) => FormatOf(path) switch
    {
        ModelFileFormat.Onnx => OnnxFormat.Read(path),
        ModelFileFormat.TensorFlow => TensorFlowFormat.Read(path),
        _ => TfLiteFormat.Read(path),
    };

    /// <summary>Writes a model in the format that the path's extension names: <c>.onnx</c> or <c>.tflite</c>.</summary>
    /// <exception cref="UnsupportedFormatException">The extension is another one.</exception>
    /// <exception cref="UnsupportedOperatorException">
    /// The format can't express some nodes; all of them are listed, and nothing is written.
    /// </exception>
    public static void Write(Model model, string path, TfLiteExportOptions? tfLite = null)
    {
        if (FormatToWrite(path) == ModelFileFormat.Onnx)
        {
            OnnxFormat.Write(model, path);
        }
        else
        {
            TfLiteFormat.Write(model, path, tfLite ?? new TfLiteExportOptions());
        }
    }

    /// <summary>The format that a path's extension asks for.</summary>
    /// <exception cref="UnsupportedFormatException">No format that can be written has this extension.</exception>
    public static ModelFileFormat FormatToWrite(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".ONNX" => ModelFileFormat.Onnx,
        ".TFLITE" => ModelFileFormat.TfLite,
        string other => throw new UnsupportedFormatException(
            path, $"found the extension \"{other}\"; models are written as .onnx or .tflite."),
    };

    /// <summary>What the model in a file ends with, as far as it matters to a task.</summary>
    /// <exception cref="UnsupportedFormatException">The file can't be read, and the task can't do without.</exception>
    public static OutputActivation ActivationOf(string path, LearningTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        try
        {
            return task.UsesLogits ? OutputActivations.Of(Read(path).Simplify().Graph) : OutputActivation.None;
        }
        catch (PocketFlowException) when (task.Kind != TargetKind.ClassSet)
        {
            // The largest logit has the largest probability, too.
            return OutputActivation.None;
        }
        catch (PocketFlowException e)
        {
            throw new UnsupportedFormatException(
                path, "whether it gives probabilities or logits, which decide for a class at different places, is not known, "
                + $"as it can be run but not read ({e.Message.TrimEnd('.')}).");
        }
    }

    /// <summary>Reads what a file says of itself, without its weights.</summary>
    /// <exception cref="ModelFormatException">The file is missing, damaged or of no known format.</exception>
    public static ModelFileSummary Identify(string path) => FormatOf(path) switch
    {
        ModelFileFormat.Onnx => IdentifyOnnx(path),
        ModelFileFormat.TensorFlow => IdentifyTensorFlow(path),
        _ => IdentifyTfLite(path),
    };

    /// <summary>
    /// The format of a file or of a SavedModel's directory, by its first bytes, else by its extension.
    /// </summary>
    /// <exception cref="ModelFormatException">The file is missing or can't be read.</exception>
    public static ModelFileFormat FormatOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (TensorFlowFormat.IsSavedModel(path))
        {
            return ModelFileFormat.TensorFlow;
        }

        if (!File.Exists(path))
        {
            throw new ModelFormatException(path, "file", Directory.Exists(path)
                ? $"this is a directory without {TensorFlowFormat.SavedModelFile}; {Expected}"
                : $"there is no such file; {Expected}");
        }

        byte[] header = Header(path);
        string extension = Path.GetExtension(path).ToUpperInvariant();
        return extension == ".TFLITE" || header.AsSpan(Math.Min(4, header.Length)).SequenceEqual(s_tfLiteIdentifier)
            ? ModelFileFormat.TfLite
            : extension != ".ONNX" && TensorFlowFormat.IsGraph(header)
            ? ModelFileFormat.TensorFlow
            : ModelFileFormat.Onnx;
    }

    private static byte[] Header(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            byte[] header = new byte[8];
            return header[..stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, "file", $"the file can't be read: {e.Message}", null, e);
        }
    }

    private static ModelFileSummary IdentifyOnnx(string path)
    {
        OnnxSummary summary = OnnxFormat.Identify(path);
        return new ModelFileSummary
        {
            Path = path,
            Format = ModelFileFormat.Onnx,
            Bytes = new FileInfo(path).Length,
            Inputs = [.. summary.Inputs.Select(Describe)],
            Outputs = [.. summary.Outputs.Select(Describe)],
            Metadata = summary.Metadata,
            Onnx = summary,
        };
    }

    private static ModelFileSummary IdentifyTfLite(string path)
    {
        TfLiteSummary summary = TfLiteFormat.Identify(path);
        return new ModelFileSummary
        {
            Path = path,
            Format = ModelFileFormat.TfLite,
            Bytes = new FileInfo(path).Length,
            Inputs = [.. summary.Inputs.Select(Describe)],
            Outputs = [.. summary.Outputs.Select(Describe)],
            Metadata = summary.Metadata,
            TfLite = summary,
        };
    }

    private static ModelFileSummary IdentifyTensorFlow(string path)
    {
        TensorFlowSummary summary = TensorFlowFormat.Identify(path);
        return new ModelFileSummary
        {
            Path = path,
            Format = ModelFileFormat.TensorFlow,
            Bytes = TensorFlowFormat.BytesOf(path),
            Inputs = [.. summary.Inputs.Select(Describe)],
            Outputs = [.. summary.Outputs.Select(Describe)],
            Metadata = new SortedDictionary<string, string>(),
            TensorFlow = summary,
        };
    }

    private static string Describe(TensorFlowTensorInfo tensor) =>
        $"{tensor.Name}: {tensor.Type}{tensor.Shape?.ToString() ?? "[?]"}";

    private static string Describe(OnnxValueInfo value) =>
        $"{value.Name}: {value.Type}{value.Shape?.ToString() ?? "[?]"}";

    private static string Describe(TfLiteTensorInfo tensor) =>
        $"{tensor.Name}: {tensor.Type}[{string.Join(", ", tensor.Dims)}]";
}
