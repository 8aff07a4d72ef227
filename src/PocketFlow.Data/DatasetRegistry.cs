namespace PocketFlow.Data;

/// <summary>The data set formats that can be named by a user, and how a name becomes data.</summary>
/// <remarks>A new format is one <see cref="IDatasetFormat"/> passed to <see cref="Register"/>.</remarks>
public sealed class DatasetRegistry
{
    /// <summary>Environment variable with a folder that holds data sets in subfolders named by format id.</summary>
    public const string RootVariable = "POCKETFLOW_DATA";

    private readonly SortedDictionary<string, IDatasetFormat> _formats = new(StringComparer.Ordinal);
    private readonly string? _root;

    /// <summary>Creates a registry without formats.</summary>
    /// <param name="root">Folder that is searched first for a data set named without one; null for none.</param>
    public DatasetRegistry(string? root = null) => _root = root;

    /// <summary>The formats, by id in alphabetical order.</summary>
    public IReadOnlyCollection<IDatasetFormat> Formats => _formats.Values;

    /// <summary>Creates a registry with all formats of this library.</summary>
    /// <param name="root">Folder that is searched first; null for the one that the environment names, if any.</param>
    public static DatasetRegistry CreateDefault(string? root = null)
    {
        string? named = root ?? Environment.GetEnvironmentVariable(RootVariable);
        return new DatasetRegistry(string.IsNullOrWhiteSpace(named) ? null : named)
            .Register(new MnistFormat())
            .Register(new FashionMnistFormat())
            .Register(new Cifar10Format())
            .Register(new Cifar100Format(Cifar100Labels.Fine))
            .Register(new Cifar100Format(Cifar100Labels.Coarse))
            .Register(new ImageFolderFormat())
            .Register(new NpyFormat())
            .Register(new NpzFormat())
            .Register(new CsvFormat())
            .Register(new TfRecordFormat());
    }

    /// <summary>Adds a format.</summary>
    /// <param name="format">Format whose id is not taken yet.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The id is taken.</exception>
    public DatasetRegistry Register(IDatasetFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        _formats.Add(format.Id, format);
        return this;
    }

    /// <summary>Opens the data set that a text names; see <see cref="DatasetName.Parse"/>.</summary>
    /// <param name="text">For example <c>fashion-mnist</c> or <c>cifar10:DIR</c>.</param>
    /// <param name="validation">What is cut from the training files; null for the default split.</param>
    /// <param name="options">How records become inputs and labels; null for the defaults.</param>
    /// <exception cref="DatasetException">The name is unknown, or files are missing or not of the format.</exception>
    public DatasetSplits Open(string text, ValidationSplit? validation = null, DatasetOptions? options = null) =>
        Open(DatasetName.Parse(text), validation, options);

    /// <summary>Opens a data set: finds its files and checks their headers and sizes, without reading images.</summary>
    /// <param name="name">Format and folder.</param>
    /// <param name="validation">What is cut from the training files; null for the default split.</param>
    /// <param name="options">How records become inputs and labels; null for the defaults.</param>
    /// <exception cref="DatasetException">The name is unknown, or files are missing or not of the format.</exception>
    public DatasetSplits Open(
        DatasetName name, ValidationSplit? validation = null, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_formats.TryGetValue(name.Id, out IDatasetFormat? format))
        {
            string suggestion = Spelling.Nearest(name.Id, _formats.Keys) is { } nearest
                ? $"Did you mean \"{nearest}\"? " : "";
            throw new DatasetException(
                $"data set \"{name}\"", $"the unknown name \"{name.Id}\"",
                $"one of {string.Join(", ", _formats.Keys)}", suggestion + "Write it as NAME or NAME:DIR");
        }

        string path = name.Path ?? DefaultDirectory(format);
        if (!format.TakesFiles && !Directory.Exists(path))
        {
            string found = File.Exists(path) ? "a file" : "no such folder";
            throw new DatasetException(path, found, $"a folder with {format.Contents}", format.Advice);
        }

        options ??= new DatasetOptions();
        return new DatasetSplits(format, format.Open(path, options), validation ?? ValidationSplit.Default, options);
    }

    private string DefaultDirectory(IDatasetFormat format)
    {
        IEnumerable<string> inRoot = _root is null ? [] : [Path.Combine(_root, format.Id)];
        string[] tried = [.. inRoot, .. format.DefaultDirectories];
        string found = tried.Length == 0
            ? "no folder after the name" : $"none of the folders {string.Join(", ", tried)}";
        return Array.Find(tried, Directory.Exists)
            ?? throw new DatasetException(
                $"data set \"{format.Id}\"", found, $"a folder with {format.Contents}",
                $"{format.Advice}; or set {RootVariable} to a folder with a subfolder {format.Id}");
    }
}
