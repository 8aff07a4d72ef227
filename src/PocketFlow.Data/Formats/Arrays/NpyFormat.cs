namespace PocketFlow.Data;

/// <summary>NumPy arrays in files: a folder with x and y, or x_train, y_train, x_test and so on; or one file of inputs.</summary>
public sealed class NpyFormat : IDatasetFormat
{
    private const string Extension = ".npy";

    /// <inheritdoc/>
    public string Id => "npy";

    /// <inheritdoc/>
    public string Contents => "x.npy and y.npy, or x_train.npy, y_train.npy, x_test.npy and y_test.npy";

    /// <inheritdoc/>
    public string Advice => "Name a folder of arrays or a file of inputs: npy:DIR or npy:x.npy";

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultDirectories => [];

    /// <inheritdoc/>
    public Normalization? KnownNormalization => null;

    /// <inheritdoc/>
    public bool TakesFiles => true;

    /// <inheritdoc/>
    public IDatasetFiles Open(string path, DatasetOptions options)
    {
        string folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (folder != path && !File.Exists(path))
        {
            throw new DatasetException(path, "no such folder or file", $"a folder with {Contents}", Advice);
        }

        string[] names = DatasetFolder.Read(folder, "a readable folder", () => Directory.GetFiles(folder, "*" + Extension))
            .Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal).ToArray();
        Dictionary<DatasetPart, (string Inputs, string Targets)> pairs = ArrayNames.Pair(names);
        if (folder != path)
        {
            string inputs = Path.GetFileNameWithoutExtension(path);
            pairs = ArrayNames.TargetsOf(inputs, names) is { } targets
                ? new() { [DatasetPart.Train] = (inputs, targets) }
                : throw DatasetFolder.Missing(folder, $"an array of targets that is named like {inputs}, with y for x", Advice);
        }

        return pairs.Count > 0
            ? new DatasetParts(path, pairs.ToDictionary(p => p.Key, p => (Func<ImageDataset>)(() => ArrayDataset.Create(
                Id, Read(folder, p.Value.Inputs), Read(folder, p.Value.Targets), options))))
            : throw DatasetFolder.Missing(folder, Contents, Advice);
    }

    private static NumpyArray Read(string folder, string name)
    {
        string path = Path.Combine(folder, name + Extension);
        return DatasetFolder.Read(path, "a readable array", () =>
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return NumpyArray.Read(stream, stream.Length, path);
        });
    }
}
