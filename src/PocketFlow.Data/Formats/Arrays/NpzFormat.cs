using System.IO.Compression;

namespace PocketFlow.Data;

/// <summary>NumPy arrays in one archive (<c>numpy.savez</c>): x and y, or x_train, y_train, x_test, y_test and so on.</summary>
public sealed class NpzFormat : IDatasetFormat
{
    private const string Extension = ".npy";
    private const int LargestRatio = 1032;

    /// <inheritdoc/>
    public string Id => "npz";

    /// <inheritdoc/>
    public string Contents => "an archive of x and y, or of x_train, y_train, x_test and y_test";

    /// <inheritdoc/>
    public string Advice => "Name a file written by numpy.savez: npz:FILE";

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultDirectories => [];

    /// <inheritdoc/>
    public Normalization? KnownNormalization => null;

    /// <inheritdoc/>
    public bool TakesFiles => true;

    /// <inheritdoc/>
    public IDatasetFiles Open(string path, DatasetOptions options)
    {
        if (!File.Exists(path))
        {
            throw new DatasetException(path, "no such file", Contents, Advice);
        }

        string[] names = DatasetFolder.Read(path, Contents, () =>
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            return archive.Entries.Where(e => e.FullName.EndsWith(Extension, StringComparison.Ordinal))
                .Select(e => e.FullName[..^Extension.Length]).ToArray();
        });
        Dictionary<DatasetPart, (string Inputs, string Targets)> pairs = ArrayNames.Pair(names);
        return pairs.Count > 0
            ? new DatasetParts(path, pairs.ToDictionary(p => p.Key, p => (Func<ImageDataset>)(() => ArrayDataset.Create(
                Id, Read(path, p.Value.Inputs), Read(path, p.Value.Targets), options))))
            : throw new DatasetException(path, $"the arrays {string.Join(", ", names)}", Contents, Advice);
    }

    private static NumpyArray Read(string path, string name) => DatasetFolder.Read(path, "a readable archive", () =>
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        ZipArchiveEntry entry = archive.GetEntry(name + Extension)!;
        if (entry.Length / LargestRatio > entry.CompressedLength)
        {
            throw new DatasetException(
                path, $"an array {name} of {entry.Length} bytes in {entry.CompressedLength} compressed ones",
                $"at most {LargestRatio} times as many", "The file is damaged; write it again");
        }

        using Stream stream = entry.Open();
        return NumpyArray.Read(stream, entry.Length, $"{path}/{name}{Extension}");
    });
}
