using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using F = PocketFlow.Formats.TfLite.SchemaFields;

namespace PocketFlow.Formats.TfLite;

/// <summary>TensorFlow Lite files (schema version 3, identifier <c>TFL3</c>).</summary>
public static class TfLiteFormat
{
    /// <summary>
    /// Writes a model: float32, or int8 where its values are annotated with <see cref="Quantization"/>.
    /// </summary>
    /// <remarks>
    /// Batch normalisation is folded and images become [batch, height, width, channels], inputs and outputs included.
    /// A layer is computed in int8 where its inputs, weights and output are annotated, otherwise in float32. The model
    /// itself is not changed. On any failure an existing file stays as it was.
    /// </remarks>
    /// <exception cref="UnsupportedOperatorException">TFLite can't express some nodes; all of them are
    /// listed.</exception>
    /// <exception cref="PassException">The model breaks a rule of one of its operators.</exception>
    /// <exception cref="ArgumentException">An integer interface is asked of a model that isn't quantised.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(Model model, string path, TfLiteExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1, nameof(options));
        FlatBufferWriter file = TfLiteContentWriter.Build(GraphLowering.Lower(model, options));
        if (file.IsTooLong)
        {
            throw new ModelFormatException(
                path, "length",
                $"the model takes {file.Length} bytes, TFLite files end at 2 GiB; quantise or prune it first.");
        }

        AtomicFile.Write(path, file.Write);
    }

    /// <summary>Reads a model in ONNX semantics, simplified: images have channels second, inputs and outputs included.</summary>
    /// <remarks>
    /// Constants become float32 whatever they are stored as. What is quantised to 8 bits keeps its grid as a
    /// <see cref="Quantization"/>. A batch of one sample becomes an open one where each sample is computed by itself.
    /// </remarks>
    /// <exception cref="ModelFormatException">The file is missing, damaged or breaks a rule of the format.</exception>
    /// <exception cref="UnsupportedOperatorException">Operators have no counterpart; all of them are listed.</exception>
    public static Model Read(string path)
    {
        ReadOnlyMemory<byte> data = ProtobufFile.Bytes(path);
        return ProtobufFile.Guard(path, () => new TfLiteReader(path, data).Read());
    }

    /// <summary>Reads what a file holds without touching its weights.</summary>
    /// <exception cref="ModelFormatException">The file is no TFLite file, or a damaged one.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static TfLiteSummary Identify(string path)
    {
        var file = new TfLiteFile(path, ProtobufFile.Bytes(path));
        FlatTableView main = file.Subgraphs[0];
        FlatTableView[] tensors = main.Tables(F.Subgraph.Tensors);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (FlatTableView node in file.Subgraphs.SelectMany(s => s.Tables(F.Subgraph.Operators)))
        {
            string name = file.OperatorName(node);
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        return new TfLiteSummary(
            [.. file.Tensors(main, tensors, F.Subgraph.Inputs).Select(Describe)],
            [.. file.Tensors(main, tensors, F.Subgraph.Outputs).Select(Describe)],
            counts, file.Metadata(), file.BufferBytes);
    }

    private static TfLiteTensorInfo Describe(TfLiteTensor tensor) =>
        new(tensor.Name, tensor.Type, tensor.Dims, tensor.Quantization);
}
