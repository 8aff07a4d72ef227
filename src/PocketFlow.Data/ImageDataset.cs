namespace PocketFlow.Data;

/// <summary>Labelled 8-bit images held in memory, all of one shape.</summary>
/// <remarks>
/// Immutable, and safe to read from several threads. A subset shares the pixels of the set that it was taken from,
/// so that splitting costs four bytes an image and not a copy.
/// </remarks>
public sealed partial class ImageDataset
{
    private readonly byte[] _images;
    private readonly int[] _labels;
    private readonly int[]? _records;

    /// <summary>Creates a data set over the given arrays, which the caller must not change afterwards.</summary>
    /// <param name="name">Name for messages and reports, for example <c>cifar10</c>.</param>
    /// <param name="images">Pixels, [N, C, H, W], one byte each.</param>
    /// <param name="labels">Class of each image, 0 to <c>classNames.Count - 1</c>.</param>
    /// <param name="shape">Shape of one image.</param>
    /// <param name="classNames">Name of each class, in label order.</param>
    /// <exception cref="ArgumentException">The arrays do not fit each other, or a label has no class.</exception>
    public ImageDataset(
        string name, byte[] images, int[] labels, ImageShape shape, IReadOnlyList<string> classNames)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classNames);
        RequireFit(images, labels, shape, classNames.Count);
        (Name, Shape, ClassNames) = (name, shape, classNames);
        (_images, _labels) = (images, labels);
    }

    private ImageDataset(ImageDataset source, int[] records)
    {
        (Name, Shape, ClassNames) = (source.Name, source.Shape, source.ClassNames);
        (_images, _labels, _records) = (source._images, source._labels, records);
    }

    /// <summary>Name for messages and reports.</summary>
    public string Name { get; }

    /// <summary>Shape of each image.</summary>
    public ImageShape Shape { get; }

    /// <summary>Name of each class, in label order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>Number of images.</summary>
    public int Count => _records?.Length ?? _labels.Length;

    /// <summary>The pixels of one image, [C, H, W].</summary>
    /// <param name="index">Position in this set, 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<byte> Image(int index) =>
        _images.AsSpan(checked(Record(index) * Shape.Length), Shape.Length);

    /// <summary>The class of one image, 0 to <see cref="ClassCount"/> - 1.</summary>
    /// <param name="index">Position in this set, 0 to <see cref="Count"/> - 1.</param>
    public int Label(int index) => _labels[Record(index)];

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

    private static void RequireFit(byte[] images, int[] labels, ImageShape shape, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Channels, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Height, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Width, nameof(shape));
        long needed = (long)labels.Length * shape.Length;
        if (images.LongLength != needed)
        {
            throw new ArgumentException(
                $"Found {images.LongLength} pixel bytes; {labels.Length} images of {shape} need {needed}.",
                nameof(images));
        }

        int wrong = Array.FindIndex(labels, label => (uint)label >= (uint)classCount);
        if (wrong >= 0)
        {
            throw new ArgumentException(
                $"Image {wrong} has label {labels[wrong]}; {classCount} classes allow 0 to {classCount - 1}.",
                nameof(labels));
        }
    }
}
