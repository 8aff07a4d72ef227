namespace PocketFlow.Data;

/// <summary>Fashion-MNIST: clothing, 10 classes, 1x28x28 (Xiao, Rasul, Vollgraf 2017, arXiv:1708.07747).</summary>
public sealed class FashionMnistFormat : IDatasetFormat
{
    private static readonly string[] s_classNames =
    [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    ];

    private static readonly string[] s_subfolders = ["fashion-mnist", "FashionMNIST/raw"];

    /// <inheritdoc/>
    public string Id => "fashion-mnist";

    /// <inheritdoc/>
    public string Contents => "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-... (plain or .gz)";

    /// <inheritdoc/>
    public string Advice => "On Debian: apt-get install dataset-fashion-mnist; elsewhere,"
        + " fetch its four idx files into one folder and name it: fashion-mnist:DIR";

    /// <summary>Where Debian's package <c>dataset-fashion-mnist</c> puts the files.</summary>
    public IReadOnlyList<string> DefaultDirectories { get; } = ["/usr/share/datasets/fashion-mnist"];

    /// <inheritdoc/>
    public Normalization? KnownNormalization { get; } = new([0.2860], [0.3530]);

    /// <inheritdoc/>
    public IDatasetFiles Open(string path, DatasetOptions options) =>
        new IdxDatasetFiles(this, path, s_subfolders, s_classNames);
}
