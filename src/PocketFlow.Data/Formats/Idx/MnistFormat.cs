namespace PocketFlow.Data;

/// <summary>MNIST: handwritten digits, 10 classes, 1x28x28 (LeCun, Cortes, Burges), in idx files.</summary>
public sealed class MnistFormat : IDatasetFormat
{
    private static readonly string[] s_classNames = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    private static readonly string[] s_subfolders = ["mnist", "MNIST/raw"];

    /// <inheritdoc/>
    public string Id => "mnist";

    /// <inheritdoc/>
    public string Contents => "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-... (plain or .gz)";

    /// <inheritdoc/>
    public string Advice => "Fetch the four idx files of MNIST into one folder and name it: mnist:DIR";

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultDirectories => [];

    /// <inheritdoc/>
    public Normalization? KnownNormalization { get; } = new([0.1307], [0.3081]);

    /// <inheritdoc/>
    public IDatasetFiles Open(string path, DatasetOptions options) =>
        new IdxDatasetFiles(this, path, s_subfolders, s_classNames);
}
