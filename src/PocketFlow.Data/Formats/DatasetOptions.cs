namespace PocketFlow.Data;

/// <summary>How the records of a data set become inputs and labels, as far as its files leave it open.</summary>
public sealed record DatasetOptions
{
    /// <summary>Resizing, cropping and channels of images.</summary>
    public ImagePreparation Preparation { get; init; } = new();

    /// <summary>
    /// Names of the classes in label order; null takes what the format says: for folders their names, sorted by code points.
    /// </summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>
    /// Outputs of the network before the first class: 1 for networks whose output 0 is "background".
    /// </summary>
    /// <value>The default is 0.</value>
    public int ClassOffset { get; init; }

    /// <summary>The column of a CSV file with the labels; null takes the one named label, class or target, else the last.
    /// </summary>
    public string? LabelColumn { get; init; }

    /// <summary>Where the channels of arrays are.</summary>
    /// <value>The default finds out: in front where that axis is 1 or 3 and the last one isn't, else at the end.</value>
    public InputLayout Layout { get; init; }

    /// <summary>What is cut off for the final figures where files have no test part; none leaves such data without.</summary>
    public ValidationSplit Test { get; init; } = ValidationSplit.None;

    /// <summary>Bytes of decoded images that are kept in memory; what doesn't fit is decoded again each epoch.</summary>
    /// <value>The default is 1 GB.</value>
    public long CacheBytes { get; init; } = 1L << 30;

    /// <summary>Keeps decoded images as the options say.</summary>
    internal Inputs Cached(Inputs inputs) => CacheBytes > 0 ? new CachedInputs(inputs, CacheBytes) : inputs;
}
