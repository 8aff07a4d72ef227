namespace PocketFlow.Data;

/// <summary>Records of one shape: images or other inputs, in memory or made on demand, with their targets.</summary>
/// <remarks>
/// Immutable, and safe to read from several threads. A subset shares the inputs of the set that it was taken from,
/// so that splitting costs four bytes an image and not a copy.
/// </remarks>
public sealed partial class ImageDataset
{
    private readonly Inputs _inputs;
    private readonly Targets _targets;
    private readonly int[]? _records;

    /// <summary>Creates a data set of one class an image; the caller must not change the arrays afterwards.</summary>
    /// <param name="name">Name for messages and reports, for example <c>cifar10</c>.</param>
    /// <param name="images">Pixels, [N, C, H, W], one byte each.</param>
    /// <param name="labels">Class of each image, 0 to <c>classNames.Count - 1</c>.</param>
    /// <param name="shape">Shape of one image.</param>
    /// <param name="classNames">Name of each class, in label order.</param>
    /// <exception cref="ArgumentException">The arrays do not fit each other, or a label has no class.</exception>
    public ImageDataset(
        string name, byte[] images, int[] labels, ImageShape shape, IReadOnlyList<string> classNames)
        : this(name, images, shape, Targets.Classes(labels, classNames))
    {
    }

    /// <summary>Creates a data set; the caller must not change the pixels afterwards.</summary>
    /// <param name="name">Name for messages and reports, for example <c>cifar10</c>.</param>
    /// <param name="images">Pixels, [N, C, H, W], one byte each.</param>
    /// <param name="shape">Shape of one image.</param>
    /// <param name="targets">Target of each image.</param>
    /// <exception cref="ArgumentException">The numbers of images and targets differ.</exception>
    public ImageDataset(string name, byte[] images, ImageShape shape, Targets targets)
        : this(name, Inputs.Pixels(images, shape), targets)
    {
    }

    /// <summary>Creates a data set of any inputs and targets.</summary>
    /// <param name="name">Name for messages and reports, for example <c>cifar10</c>.</param>
    /// <param name="inputs">Input of each record.</param>
    /// <param name="targets">Target of each record.</param>
    /// <exception cref="ArgumentException">The numbers of inputs and targets differ.</exception>
    public ImageDataset(string name, Inputs inputs, Targets targets)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        (Name, Shape, _inputs, _targets) = (name, inputs.Shape, inputs, targets);
        if (inputs.Count != targets.Count)
        {
            throw new ArgumentException(
                $"Found {inputs.Count} inputs of {Shape} and {targets.Count} targets; expected one target for each.",
                nameof(targets));
        }
    }

    private ImageDataset(ImageDataset source, InputShape shape, int[]? records)
    {
        (Name, Shape) = (source.Name, shape);
        (_inputs, _targets, _records) = (source._inputs, source._targets, records);
    }

    /// <summary>Name for messages and reports.</summary>
    public string Name { get; }

    /// <summary>Shape of each input; [C, H, W] for images.</summary>
    public InputShape Shape { get; }

    /// <summary>What the elements of inputs are.</summary>
    public InputKind InputKind => _inputs.Kind;

    /// <summary>What the targets are.</summary>
    public TargetDescription Target => _targets.Description;

    /// <summary>Name of each class, in label order; empty where targets are values.</summary>
    public IReadOnlyList<string> ClassNames => Target.ClassNames;

    /// <summary>Number of classes.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>Number of images.</summary>
    public int Count => _records?.Length ?? _targets.Count;

    /// <summary>The pixels of one image, [C, H, W], newly allocated.</summary>
    /// <param name="index">Position in this set, 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="DatasetException">The image is damaged.</exception>
    /// <exception cref="InvalidOperationException">Inputs aren't pixels.</exception>
    public ReadOnlySpan<byte> Image(int index)
    {
        if (InputKind != InputKind.Pixels)
        {
            throw new InvalidOperationException($"Inputs of {Name} are {Shape} floats; expected pixels.");
        }

        byte[] pixels = new byte[Shape.Length];
        ReadInput(index, InputSpan.Of(pixels));
        return pixels;
    }

    /// <summary>Writes one input as it is stored, not normalised.</summary>
    /// <param name="index">Position in this set, 0 to <see cref="Count"/> - 1.</param>
    /// <param name="destination">Room for it, of the kind that <see cref="InputKind"/> says.</param>
    /// <exception cref="DatasetException">The record is damaged.</exception>
    public void ReadInput(int index, InputSpan destination) => _inputs.Read(Record(index), destination);

    /// <summary>The class of one image, 0 to <see cref="ClassCount"/> - 1.</summary>
    /// <param name="index">Position in this set, 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="InvalidOperationException">The targets aren't one class an image.</exception>
    public int Label(int index)
    {
        if (Target.Kind != TargetKind.Class)
        {
            throw new InvalidOperationException($"Targets of {Name} are {Target}; expected one class an image.");
        }

        long label = 0;
        _targets.Read(Record(index), new TargetSpan(Target, new Span<long>(ref label), []));
        return (int)label;
    }

    /// <summary>Writes the target of one image.</summary>
    /// <param name="index">Position in this set, 0 to <see cref="Count"/> - 1.</param>
    /// <param name="destination">Room for it.</param>
    public void ReadTarget(int index, TargetSpan destination) => _targets.Read(Record(index), destination);

    /// <summary>The images at the given positions, in the given order; pixels are shared, not copied.</summary>
    /// <param name="indices">Positions in this set; repetition is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position is outside this set.</exception>
    public ImageDataset Subset(ReadOnlySpan<int> indices)
    {
        int[] records = new int[indices.Length];
        for (int i = 0; i < records.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[i], nameof(indices));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[i], Count, nameof(indices));
            records[i] = Record(indices[i]);
        }

        return new ImageDataset(this, Shape, records);
    }

    /// <summary>The same inputs in another shape of as many elements, in the same order; they are shared.</summary>
    /// <param name="shape">For example 1x49x10 for inputs of 49x10.</param>
    /// <exception cref="ArgumentException">The numbers of elements differ.</exception>
    public ImageDataset Reshape(InputShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Length == Shape.Length
            ? new ImageDataset(this, shape, _records)
            : throw new ArgumentException($"Inputs of {Shape} can't be {shape}: the numbers of elements differ.", nameof(shape));
    }

    /// <summary>The images of a range, for example <c>dataset.Slice(..512)</c>; pixels are shared.</summary>
    /// <param name="range">Range inside this set.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside this set.</exception>
    public ImageDataset Slice(Range range) => Subset(Positions(range));

    /// <summary>The records as options say: images prepared, classes moved up.</summary>
    /// <exception cref="DatasetException">The options don't fit the records.</exception>
    internal ImageDataset With(DatasetOptions options, bool prepares)
    {
        bool changes = prepares && !options.Preparation.IsNone;
        if (changes && (InputKind != InputKind.Pixels || !Shape.IsImage || Shape.Channels is not (1 or 3)))
        {
            throw new DatasetException(
                Name, $"inputs of {Shape} {InputKind.ToString().ToLowerInvariant()}", "images of 8 bits with 1 or 3 channels",
                "Leave resizing, cropping and channels out");
        }

        Inputs inputs = changes ? new PreparedInputs(_inputs, options.Preparation, Name) : _inputs;
        Targets targets = options.ClassOffset > 0 ? new ShiftedClasses(_targets, options.ClassOffset) : _targets;
        return inputs == _inputs && targets == _targets
            ? this
            : new ImageDataset(new ImageDataset(Name, inputs, targets), inputs.Shape, _records);
    }

    private int[] Positions(Range range)
    {
        (int offset, int length) = range.GetOffsetAndLength(Count);
        return [.. Enumerable.Range(offset, length)];
    }

    private int Record(int index) => _records is null ? index : _records[index];
}
