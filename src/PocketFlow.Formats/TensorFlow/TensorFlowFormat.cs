using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow;

/// <summary>Reads TensorFlow models for inference: SavedModel directories and frozen graphs.</summary>
/// <remarks>
/// Functions are put in the places of their calls, variables become constants, and branches are taken as at inference.
/// Floating point of any width becomes float32, and images become [N, C, H, W], inputs and outputs included.
/// </remarks>
public static class TensorFlowFormat
{
    /// <summary>The file that makes a directory a SavedModel.</summary>
    public const string SavedModelFile = "saved_model.pb";

    /// <summary>Whether a path is the directory of a SavedModel, or the file in it.</summary>
    public static bool IsSavedModel(string path) => SavedModelFolder(path) is not null;

    /// <summary>
    /// Whether a file's first bytes are those of a graph: a node, a library of functions or the versions.
    /// </summary>
    public static bool IsGraph(ReadOnlySpan<byte> header) => header.Length > 0 && header[0] is 0x0a or 0x12 or 0x22;

    /// <summary>Reads a model and simplifies it, so that arithmetic on shapes is folded away.</summary>
    /// <param name="path">A SavedModel's directory, or the file of a frozen graph.</param>
    /// <param name="options">What is read; null for the usual signature.</param>
    /// <exception cref="ModelFormatException">A file is missing, damaged or breaks a rule of the format.</exception>
    /// <exception cref="UnsupportedOperatorException">Some operators can't be read; all are listed.</exception>
    public static Model Read(string path, TensorFlowReadOptions? options = null) => ProtobufFile.Guard(path, () =>
    {
        TensorFlowSource source = Open(path, options ?? new TensorFlowReadOptions());
        source.Prepare();
        return new GraphImport(source.Graph, source.Tensors, source.Variables).Run();
    });

    /// <summary>Reads inputs, outputs and operators without decoding weights.</summary>
    /// <exception cref="ModelFormatException">A file is missing, damaged or no TensorFlow model.</exception>
    public static TensorFlowSummary Identify(string path, TensorFlowReadOptions? options = null) =>
        ProtobufFile.Guard(path, () =>
        {
            TensorFlowSource source = Open(path, options ?? new TensorFlowReadOptions());
            source.Prepare();
            return source.Summarize();
        });

    /// <summary>The size on disk: of the graph, and of the checkpoint beside it.</summary>
    public static long BytesOf(string path)
    {
        string file = SavedModelFolder(path) is { } folder ? Path.Combine(folder, SavedModelFile) : path;
        string variables = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "variables");
        return new FileInfo(file).Length + (IsSavedModel(path) && Directory.Exists(variables)
            ? new DirectoryInfo(variables).EnumerateFiles("variables.*").Sum(f => f.Length)
            : 0);
    }

    private static TensorFlowSource Open(string path, TensorFlowReadOptions options) =>
        SavedModelFolder(path) is { } folder
            ? SavedModelReader.Open(folder, options)
            : FrozenGraphReader.Open(path);

    private static string? SavedModelFolder(string path)
    {
        bool isFile = Path.GetFileName(path) == SavedModelFile;
        string folder = isFile ? Path.GetDirectoryName(Path.GetFullPath(path))! : path;
        return Directory.Exists(folder) && File.Exists(Path.Combine(folder, SavedModelFile)) ? folder : null;
    }
}
