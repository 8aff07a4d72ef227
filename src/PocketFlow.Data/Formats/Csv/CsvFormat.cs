namespace PocketFlow.Data;

/// <summary>Tables of numbers with a column of labels: one file, or a folder with train.csv and test.csv.</summary>
/// <remarks>
/// Whole numbers from 0 on are classes, other numbers are values, texts are classes sorted by code points. A first row with
/// more than one text is a header.
/// </remarks>
public sealed class CsvFormat : IDatasetFormat
{
    /// <inheritdoc/>
    public string Id => "csv";

    /// <inheritdoc/>
    public string Contents => "a table of numbers with a column of labels, or a folder with train.csv and test.csv";

    /// <inheritdoc/>
    public string Advice => "Name the file or folder: csv:FILE";

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultDirectories => [];

    /// <inheritdoc/>
    public Normalization? KnownNormalization => null;

    /// <inheritdoc/>
    public bool TakesFiles => true;

    /// <inheritdoc/>
    public IDatasetFiles Open(string path, DatasetOptions options)
    {
        Dictionary<DatasetPart, string> files = Directory.Exists(path) ? FilesIn(path) : File.Exists(path)
            ? new() { [DatasetPart.Train] = path }
            : throw new DatasetException(path, "no such file", Contents, Advice);

        // Labels that are texts get their numbers in the first part; all others use the same.
        var first = new Lazy<CsvTable>(() => CsvTable.Read(files.MinBy(f => f.Key).Value, options.LabelColumn));
        return new DatasetParts(path, files.ToDictionary(f => f.Key, f => (Func<ImageDataset>)(() =>
        {
            CsvTable table = f.Key == files.Keys.Min() ? first.Value : CsvTable.Read(f.Value, options.LabelColumn);
            return table.ToDataset(Id, options.Labels ?? first.Value.TextClasses());
        })));
    }

    private Dictionary<DatasetPart, string> FilesIn(string folder)
    {
        string[] all = DatasetFolder.Read(folder, "a readable folder", () => Directory.GetFiles(folder, "*.csv"));
        var files = all.Select(f => (Part: DatasetParts.Named(Path.GetFileNameWithoutExtension(f)), File: f))
            .Where(f => f.Part is not null).GroupBy(f => f.Part!.Value).ToDictionary(g => g.Key, g => g.First().File);
        return files.Count > 0 ? files : throw DatasetFolder.Missing(folder, "train.csv, and perhaps test.csv", Advice);
    }
}
