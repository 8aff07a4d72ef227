namespace PocketFlow.Data;

/// <summary>CIFAR-100: photographs in 100 classes or 20 superclasses, 3x32x32 (Krizhevsky 2009).</summary>
/// <remarks>Named <c>cifar100</c> with fine labels and <c>cifar100-coarse</c> with coarse ones.</remarks>
/// <param name="labels">Which label is used.</param>
public sealed class Cifar100Format(Cifar100Labels labels) : IDatasetFormat
{
    private readonly CifarLayout _layout = new(
        ["train.bin"], "test.bin", "cifar-100-binary", LabelBytes: 2,
        LabelOffset: labels == Cifar100Labels.Fine ? 1 : 0,
        labels == Cifar100Labels.Fine ? Cifar100ClassNames.Fine : Cifar100ClassNames.Coarse);

    /// <inheritdoc/>
    public string Id { get; } = labels == Cifar100Labels.Fine ? "cifar100" : "cifar100-coarse";

    /// <inheritdoc/>
    public string Contents => "train.bin and test.bin";

    /// <inheritdoc/>
    public string Advice => $"Unpack the binary version of CIFAR-100 and name its folder: {Id}:DIR";

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultDirectories => [];

    /// <inheritdoc/>
    public Normalization? KnownNormalization { get; } = new([0.5071, 0.4865, 0.4409], [0.2673, 0.2564, 0.2762]);

    /// <inheritdoc/>
    public IDatasetFiles Open(string path, DatasetOptions options) => new CifarFiles(this, _layout, path);
}
