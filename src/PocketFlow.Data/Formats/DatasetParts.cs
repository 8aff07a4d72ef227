namespace PocketFlow.Data;

/// <summary>The parts of a data set that its files have, each read when asked for.</summary>
/// <remarks>
/// Files without named parts are one training part. Where there is a validation part but no test part, as in ImageNet, it is
/// what final figures are measured on, and validation images are cut from the training part.
/// </remarks>
internal sealed class DatasetParts : IDatasetFiles
{
    private static readonly Dictionary<string, DatasetPart> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = DatasetPart.Train,
        ["training"] = DatasetPart.Train,
        ["val"] = DatasetPart.Validation,
        ["valid"] = DatasetPart.Validation,
        ["validation"] = DatasetPart.Validation,
        ["test"] = DatasetPart.Test,
        ["testing"] = DatasetPart.Test,
    };

    private readonly string _path;
    private readonly IReadOnlyDictionary<DatasetPart, Func<ImageDataset>> _parts;

    /// <param name="path">What messages name.</param>
    /// <param name="parts">How each part is read; at least one.</param>
    public DatasetParts(string path, IReadOnlyDictionary<DatasetPart, Func<ImageDataset>> parts)
    {
        (_path, _parts) = (path, parts);
    }

    public bool HasTest => _parts.ContainsKey(DatasetPart.Test)
        || (_parts.ContainsKey(DatasetPart.Train) && _parts.ContainsKey(DatasetPart.Validation));

    /// <summary>The part that a word means, or null.</summary>
    public static DatasetPart? Named(string word) => s_names.TryGetValue(word, out DatasetPart part) ? part : null;

    public ImageDataset ReadTrain() => _parts.TryGetValue(DatasetPart.Train, out Func<ImageDataset>? read)
        ? read()
        : throw new DatasetException(
            _path, $"no training part, only {string.Join(", ", _parts.Keys).ToLowerInvariant()}", "a part named train");

    public ImageDataset? ReadValidation() =>
        _parts.ContainsKey(DatasetPart.Test) && _parts.TryGetValue(DatasetPart.Validation, out Func<ImageDataset>? read)
            ? read()
            : null;

    public ImageDataset ReadTest() =>
        _parts[_parts.ContainsKey(DatasetPart.Test) ? DatasetPart.Test : DatasetPart.Validation]();
}
