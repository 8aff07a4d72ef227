namespace PocketFlow.Data;

/// <summary>CIFAR-10: photographs in 10 classes, 3x32x32 (Krizhevsky 2009), in its binary version.</summary>
public sealed class Cifar10Format : IDatasetFormat
{
    private static readonly CifarLayout s_layout = new(
        [.. Enumerable.Range(1, 5).Select(part => $"data_batch_{part}.bin")], "test_batch.bin", "cifar-10-batches-bin",
        LabelBytes: 1, LabelOffset: 0,
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]);

    /// <inheritdoc/>
    public string Id => "cifar10";

    /// <inheritdoc/>
    public string Contents => "data_batch_1.bin to data_batch_5.bin and test_batch.bin";

    /// <inheritdoc/>
    public string Advice => "Unpack the binary version of CIFAR-10 and name its folder: cifar10:DIR";

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultDirectories => [];

    /// <inheritdoc/>
    public Normalization? KnownNormalization { get; } = new([0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616]);

    /// <inheritdoc/>
    public IDatasetFiles Open(string path, DatasetOptions options) => new CifarFiles(this, s_layout, path);
}
