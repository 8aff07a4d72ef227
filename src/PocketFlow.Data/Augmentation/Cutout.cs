namespace PocketFlow.Data;

/// <summary>Paints over a square at a random place (DeVries, Taylor 2017, arXiv:1708.04552).</summary>
/// <remarks>
/// The centre is uniform over the image, and what lies outside is cut off, as in the paper; so between a quarter of the
/// square and all of it is painted. Text form: <c>cutout:8</c>, <c>cutout:8:0</c>.
/// </remarks>
public sealed record Cutout : IAugmentation
{
    /// <summary>Creates the augmentation that fills with the mean colour.</summary>
    /// <param name="size">Side of the square in pixels, at least 1; 16 is usual for CIFAR-10, 8 for CIFAR-100.</param>
    public Cutout(int size)
        : this(size, FillColour.Mean)
    {
    }

    /// <summary>Creates the augmentation.</summary>
    /// <param name="size">Side of the square in pixels, at least 1.</param>
    /// <param name="fill">Colour of the square.</param>
    public Cutout(int size, FillColour fill)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        (Size, Fill) = (size, fill);
    }

    /// <summary>Side of the square in pixels.</summary>
    public int Size { get; }

    /// <summary>Colour of the square.</summary>
    public FillColour Fill { get; }

    /// <inheritdoc/>
    public Movements Movements => Movements.None;

    /// <inheritdoc/>
    public Movement Apply(Span<byte> image, AugmentationContext context, ref SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(context);
        ImageShape shape = context.Shape;
        int top = random.NextInt32(shape.Height) - (Size / 2);
        int left = random.NextInt32(shape.Width) - (Size / 2);
        (int firstRow, int lastRow) = (Math.Max(top, 0), Math.Min(top + Size, shape.Height));
        (int firstColumn, int lastColumn) = (Math.Max(left, 0), Math.Min(left + Size, shape.Width));
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            byte fill = Fill.For(context, channel);
            for (int y = firstRow; y < lastRow; y++)
            {
                int start = (channel * shape.PlaneLength) + (y * shape.Width);
                image[(start + firstColumn)..(start + lastColumn)].Fill(fill);
            }
        }

        return Movement.None;
    }

    /// <inheritdoc/>
    public override string ToString() => $"cutout:{Size}" + (Fill == FillColour.Mean ? "" : $":{Fill}");
}
