namespace PocketFlow.Data;

/// <summary>8-bit images held in memory, all of one shape, with their targets.</summary>
/// <remarks>
/// Immutable, and safe to read from several threads. A subset shares the pixels of the set that it was taken from,
/// so that splitting costs four bytes an image and not a copy.
/// </remarks>
public sealed partial class ImageDataset
{
    private readonly byte[] _images;
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
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(targets);
        RequireFit(images, shape, targets.Count);
        (Name, Shape) = (name, shape);
        (_images, _targets) = (images, targets);
    }

    private ImageDataset(ImageDataset source, int[] records)
    {
        (Name, Shape) = (source.Name, source.Shape);
        (_images, _targets, _records) = (source._images, source._targets, records);
    }

    /// <summary>Name for messages and reports.</summary>
    public string Name { get; }

    /// <summary>Shape of each image.</summary>
    public ImageShape Shape { get; }

    /// <summary>What the targets are.</summary>
    public TargetDescription Target => _targets.Description;

    /// <summary>Name of each class, in label order; empty where targets are values.</summary>
    public IReadOnlyList<string> ClassNames => Target.ClassNames;

    /// <summary>Number of classes.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>Number of images.</summary>
    public int Count => _records?.Length ?? _targets.Count;

    /// <summary>The pixels of one image, [C, H, W].</summary>
    /// <param name="index">Position in this set, 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<byte> Image(int index) =>
        _images.AsSpan(checked(Record(index) * Shape.Length), Shape.Length);

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

        return new ImageDataset(this, records);
    }

    /// <summary>The images of a range, for example <c>dataset.Slice(..512)</c>; pixels are shared.</summary>
    /// <param name="range">Range inside this set.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside this set.</exception>
    public ImageDataset Slice(Range range) => Subset(Positions(range));

    private int[] Positions(Range range)
    {
        (int offset, int length) = range.GetOffsetAndLength(Count);
        return [.. Enumerable.Range(offset, length)];
    }

    private int Record(int index) => _records is null ? index : _records[index];

    private static void RequireFit(byte[] images, ImageShape shape, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Channels, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Height, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Width, nameof(shape));
        long needed = (long)count * shape.Length;
        if (images.LongLength != needed)
        {
            throw new ArgumentException(
                $"Found {images.LongLength} pixel bytes; {count} images of {shape} need {needed}.",
                nameof(images));
        }
    }
}
