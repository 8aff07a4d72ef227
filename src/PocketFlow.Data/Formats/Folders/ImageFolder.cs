namespace PocketFlow.Data;

/// <summary>The images of one part: a folder with a subfolder for each class.</summary>
internal sealed class ImageFolder
{
    private static readonly string[] s_extensions = [".jpg", ".jpeg", ".png"];
    private static readonly string[] s_unreadable = [".gif", ".bmp", ".webp", ".tif", ".tiff", ".avif", ".heic", ".jp2"];

    private readonly string[] _files;
    private readonly int[] _labels;
    private readonly IReadOnlyList<string> _classes;
    private readonly DatasetOptions _options;

    /// <param name="path">The folder.</param>
    /// <param name="classes">Names of the class folders in label order.</param>
    /// <param name="options">How images become inputs.</param>
    /// <param name="shape">The shape that images must get; null takes that of the first.</param>
    /// <exception cref="DatasetException">A folder is no class, or there are no images.</exception>
    public ImageFolder(string path, IReadOnlyList<string> classes, DatasetOptions options, ImageShape? shape)
    {
        (_classes, _options) = (classes, options);
        (string File, int Label)[] files = [.. Folders(path).SelectMany(f => FilesOf(f.Name, f.Path))];
        if (files.Length == 0)
        {
            throw DatasetFolder.Missing(path, "a folder of JPEG or PNG files for each class", "Name the folder that holds them");
        }

        (_files, _labels) = (Array.ConvertAll(files, f => f.File), Array.ConvertAll(files, f => f.Label));
        Shape = shape ?? EncodedInputs.ShapeOf(Open(0), options.Preparation);
    }

    /// <summary>The shape of inputs.</summary>
    public ImageShape Shape { get; }

    /// <summary>The folders in a folder, sorted by code points; hidden ones are left out.</summary>
    public static (string Name, string Path)[] Folders(string path)
    {
        return DatasetFolder.Read(path, "a readable folder", () => Directory.EnumerateDirectories(path)
            .Select(p => (Name: Path.GetFileName(p), Path: p)).Where(f => !f.Name.StartsWith('.'))
            .OrderBy(f => f.Name, StringComparer.Ordinal).ToArray());
    }

    public ImageDataset Read(string name)
    {
        var inputs = new EncodedInputs(Open, _files.Length, _options.Preparation, Shape);
        return new ImageDataset(name, _options.Cached(inputs), Targets.Classes(_labels, _classes));
    }

    private EncodedRecord Open(int record)
    {
        string path = _files[record];
        return new EncodedRecord(DatasetFolder.Read(path, "a readable image", () => File.ReadAllBytes(path)), path);
    }

    private IEnumerable<(string File, int Label)> FilesOf(string name, string folder)
    {
        int label = _classes.ToList().IndexOf(name);
        if (label < 0)
        {
            throw new DatasetException(
                folder, $"a folder {name}, which is no class", $"one of the {_classes.Count} classes "
                + string.Join(", ", _classes.Take(5)) + (_classes.Count > 5 ? ", …" : ""),
                "Remove the folder, or name it in the list of labels");
        }

        string[] all = DatasetFolder.Read(folder, "a readable folder", () => Directory.GetFiles(
            folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false }));
        if (Array.Find(all, f => Has(f, s_unreadable)) is { } unreadable)
        {
            throw new DatasetException(
                unreadable, "an image that is neither JPEG nor PNG", "JPEG and PNG files", "Convert it, or remove it");
        }

        string[] images = [.. all.Where(f => Has(f, s_extensions)).Order(StringComparer.Ordinal)];
        return images.Length > 0
            ? images.Select(f => (f, label))
            : throw DatasetFolder.Missing(folder, "JPEG or PNG files", "Remove the folder if the class has no images");
    }

    private static bool Has(string file, string[] extensions) =>
        extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
