namespace PocketFlow.Data;

/// <summary>A data set in three parts: train, validation and test.</summary>
/// <remarks>
/// Each part is read when first asked for. <see cref="TestWasRead"/> tells a report whether the test images played any
/// role. Safe for use from several threads.
/// </remarks>
public sealed class DatasetSplits
{
    private readonly IDatasetFiles _files;
    private readonly DatasetOptions _options;
    private readonly Lazy<ImageDataset> _whole;
    private readonly Lazy<(ImageDataset Train, ImageDataset? Test)> _cut;
    private readonly Lazy<(ImageDataset Train, ImageDataset Validation)> _training;
    private readonly Lazy<ImageDataset> _test;
    private volatile bool _testWasRead;

    /// <summary>Creates the parts over opened files.</summary>
    /// <param name="format">Format of the files.</param>
    /// <param name="files">The files.</param>
    /// <param name="split">What is cut from the training files for validation, if they have no such part.</param>
    /// <param name="options">How records become inputs and labels; null for the defaults.</param>
    public DatasetSplits(
        IDatasetFormat format, IDatasetFiles files, ValidationSplit split, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(split);
        (Format, Split, _files, _options) = (format, split, files, options ?? new DatasetOptions());
        _whole = new(() => Finish(files.ReadTrain()));
        _cut = new(CutTest);
        _training = new(CutValidation);
        _test = new(() => files.HasTest ? Finish(files.ReadTest()) : _cut.Value.Test ?? throw NoTest());
    }

    /// <summary>Format of the files, with its id and known normalisation.</summary>
    public IDatasetFormat Format { get; }

    /// <summary>How validation was cut from the training files.</summary>
    public ValidationSplit Split { get; }

    /// <summary>Whether there is a test part: in the files, or cut off as the options say.</summary>
    public bool HasTest => _files.HasTest || _options.Test.Count > 0;

    /// <summary>Images to train on.</summary>
    /// <exception cref="DatasetException">The files are damaged, or too small for the validation split.</exception>
    public ImageDataset Train => _training.Value.Train;

    /// <summary>Images to choose settings on; empty when <see cref="Split"/> is none.</summary>
    /// <exception cref="DatasetException">The files are damaged, or too small for the validation split.</exception>
    public ImageDataset Validation => _training.Value.Validation;

    /// <summary>Images for final figures only. Asking for them sets <see cref="TestWasRead"/> for good.</summary>
    /// <exception cref="DatasetException">The files are damaged, or there is no test part.</exception>
    public ImageDataset Test
    {
        get
        {
            _testWasRead = true;
            return _test.Value;
        }
    }

    /// <summary>All records of data without a test part: to measure a model that was trained elsewhere.</summary>
    /// <exception cref="DatasetException">The files are damaged, or there is a test part.</exception>
    public ImageDataset Whole => !HasTest ? _whole.Value : throw new DatasetException(
        $"data set \"{Format.Id}\"", "data with a test part", "data without one", "Ask for one of its parts");

    /// <summary>Whether <see cref="Test"/> was asked for.</summary>
    public bool TestWasRead => _testWasRead;

    private (ImageDataset Train, ImageDataset? Test) CutTest()
    {
        if (_files.HasTest || _options.Test.Count == 0)
        {
            return (_whole.Value, null);
        }

        (ImageDataset train, ImageDataset test) = Divide(_whole.Value, _options.Test, "test");
        return (train, test);
    }

    private (ImageDataset Train, ImageDataset Validation) CutValidation()
    {
        ImageDataset train = _cut.Value.Train;
        return _files.ReadValidation() is { } validation
            ? (train, Finish(validation))
            : Divide(train, Split, "validation");
    }

    private (ImageDataset Kept, ImageDataset Taken) Divide(ImageDataset all, ValidationSplit split, string part)
    {
        if (all.Count <= split.Count)
        {
            throw new DatasetException(
                $"data set \"{Format.Id}\"", $"{all.Count} training images",
                $"more than the {split.Count} that the {part} split {split} takes",
                $"Choose a smaller {part} split");
        }

        (int[] kept, int[] taken) = split.Divide(all.Count);
        return (all.Subset(kept), all.Subset(taken));
    }

    private ImageDataset Finish(ImageDataset records) => records.With(_options, !Format.PreparesImages);

    private DatasetException NoTest() => new(
        $"data set \"{Format.Id}\"", "no test part", "images that nothing was trained or chosen on",
        "Put them into a part of their own (a folder or file named test), or have some cut off: --test-split random:1000");
}
