namespace PocketFlow.Data;

/// <summary>A data set in three parts: train, validation (cut from the training files) and test.</summary>
/// <remarks>
/// Each part is read when first asked for. <see cref="TestWasRead"/> tells a report whether the test images played any
/// role. Safe for use from several threads.
/// </remarks>
public sealed class DatasetSplits
{
    private readonly Lazy<(ImageDataset Train, ImageDataset Validation)> _training;
    private readonly Lazy<ImageDataset> _test;
    private volatile bool _testWasRead;

    /// <summary>Creates the parts over opened files.</summary>
    /// <param name="format">Format of the files.</param>
    /// <param name="files">The files.</param>
    /// <param name="split">What is cut from the training files for validation.</param>
    public DatasetSplits(IDatasetFormat format, IDatasetFiles files, ValidationSplit split)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(split);
        (Format, Split) = (format, split);
        _training = new(() => Cut(files));
        _test = new(files.ReadTest);
    }

    /// <summary>Format of the files, with its id and known normalisation.</summary>
    public IDatasetFormat Format { get; }

    /// <summary>How validation was cut from the training files.</summary>
    public ValidationSplit Split { get; }

    /// <summary>Images to train on.</summary>
    /// <exception cref="DatasetException">The files are damaged, or too small for the validation split.</exception>
    public ImageDataset Train => _training.Value.Train;

    /// <summary>Images to choose settings on; empty when <see cref="Split"/> is none.</summary>
    /// <exception cref="DatasetException">The files are damaged, or too small for the validation split.</exception>
    public ImageDataset Validation => _training.Value.Validation;

    /// <summary>Images for final figures only. Asking for them sets <see cref="TestWasRead"/> for good.</summary>
    /// <exception cref="DatasetException">The files are damaged.</exception>
    public ImageDataset Test
    {
        get
        {
            _testWasRead = true;
            return _test.Value;
        }
    }

    /// <summary>Whether <see cref="Test"/> was asked for.</summary>
    public bool TestWasRead => _testWasRead;

    private (ImageDataset Train, ImageDataset Validation) Cut(IDatasetFiles files)
    {
        ImageDataset all = files.ReadTrain();
        if (all.Count <= Split.Count)
        {
            throw new DatasetException(
                $"data set \"{Format.Id}\"", $"{all.Count} training images",
                $"more than the {Split.Count} that the validation split {Split} takes",
                "Choose a smaller validation split");
        }

        (int[] train, int[] validation) = Split.Divide(all.Count);
        return (all.Subset(train), all.Subset(validation));
    }
}
