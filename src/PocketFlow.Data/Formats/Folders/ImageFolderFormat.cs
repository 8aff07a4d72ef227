namespace PocketFlow.Data;

/// <summary>JPEG and PNG files in one folder for each class, perhaps under <c>train</c>, <c>val</c> and <c>test</c>.</summary>
public sealed class ImageFolderFormat : IDatasetFormat
{
    /// <inheritdoc/>
    public string Id => "images";

    /// <inheritdoc/>
    public string Contents => "a folder of JPEG or PNG files for each class, perhaps under train, val and test";

    /// <inheritdoc/>
    public string Advice => "Name the folder that holds the class folders: images:DIR";

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultDirectories => [];

    /// <inheritdoc/>
    public Normalization? KnownNormalization => null;

    /// <inheritdoc/>
    public bool PreparesImages => true;

    /// <inheritdoc/>
    public IDatasetFiles Open(string path, DatasetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (string Name, string Path)[] folders = ImageFolder.Folders(path);
        bool isParted = folders.Length > 0 && folders.All(f => DatasetParts.Named(f.Name) is not null);
        var parts = (isParted
            ? folders.Select(f => (Part: DatasetParts.Named(f.Name)!.Value, f.Path))
            : [(Part: DatasetPart.Train, Path: path)])
            .GroupBy(p => p.Part).ToDictionary(g => g.Key, g => g.First().Path);
        string first = parts.OrderBy(p => p.Key).First().Value;
        IReadOnlyList<string> classes = options.Labels ?? [.. ImageFolder.Folders(first).Select(f => f.Name)];
        var folder = new Lazy<ImageFolder>(() => new ImageFolder(first, classes, options, null));
        return new DatasetParts(path, parts.ToDictionary(
            p => p.Key,
            p => (Func<ImageDataset>)(() => p.Value == first
                ? folder.Value.Read(Id)
                : new ImageFolder(p.Value, classes, options, folder.Value.Shape).Read(Id))));
    }
}
