namespace PocketFlow.Data;

/// <summary>TFRecord files of <c>tf.train.Example</c>, plain or gzip-compressed: encoded images, raw pixels or floats.</summary>
/// <remarks>Files whose names have the words train, val(idation) or test are that part.</remarks>
public sealed class TfRecordFormat : IDatasetFormat
{
    private static readonly char[] s_separators = ['-', '_', '.'];

    /// <inheritdoc/>
    public string Id => "tfrecord";

    /// <inheritdoc/>
    public string Contents => "TFRecord files, those of the test part with \"test\" or \"val\" in their names";

    /// <inheritdoc/>
    public string Advice => "Name a folder, a file, or several with a pattern: tfrecord:DIR/train-*";

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultDirectories => [];

    /// <inheritdoc/>
    public Normalization? KnownNormalization => null;

    /// <inheritdoc/>
    public bool TakesFiles => true;

    /// <inheritdoc/>
    public bool PreparesImages => true;

    /// <inheritdoc/>
    public IDatasetFiles Open(string path, DatasetOptions options)
    {
        string[] files = FilesOf(path);
        DatasetPart[] named = [.. files.Select(PartOf).OfType<DatasetPart>()];
        var parts = files.GroupBy(f => named.Length == files.Length ? PartOf(f)!.Value : DatasetPart.Train)
            .ToDictionary(g => g.Key, g => new Lazy<TfRecordPart>(() => new TfRecordPart([.. g], options)));
        var classes = new Lazy<IReadOnlyList<string>>(() => options.Labels ?? ClassesOf(parts.MinBy(p => p.Key).Value.Value, path));
        return new DatasetParts(path, parts.ToDictionary(
            p => p.Key, p => (Func<ImageDataset>)(() => p.Value.Value.Read(Id, classes.Value))));
    }

    private static string[] ClassesOf(TfRecordPart part, string path)
    {
        string[] names = [.. ClassNumbers.UpTo(part.LargestLabel, path)];
        foreach ((long label, string text) in part.LabelTexts)
        {
            if ((ulong)label < (ulong)names.Length)
            {
                names[label] = text;
            }
        }

        return names;
    }

    private static DatasetPart? PartOf(string file) => Path.GetFileName(file).Split(s_separators)
        .Select(DatasetParts.Named).FirstOrDefault(p => p is not null);

    private string[] FilesOf(string path)
    {
        (string folder, string pattern) = Directory.Exists(path)
            ? (path, "*")
            : (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path));
        string[] all = Directory.Exists(folder)
            ? DatasetFolder.Read(folder, "a readable folder", () => Directory.GetFiles(folder, pattern))
            : [];
        string[] files = [.. all.Where(f => pattern != "*" || LooksLikeRecords(f)).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw (Directory.Exists(folder)
            ? DatasetFolder.Missing(folder, pattern == "*" ? Contents : pattern, Advice)
            : new DatasetException(path, "no such file", Contents, Advice));
    }

    private static bool LooksLikeRecords(string file)
    {
        string name = Path.GetFileName(file);
        return name.Contains(".tfrecord", StringComparison.OrdinalIgnoreCase)
            || name.Contains("-of-", StringComparison.OrdinalIgnoreCase);
    }
}
