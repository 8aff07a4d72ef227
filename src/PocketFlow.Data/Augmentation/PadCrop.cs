namespace PocketFlow.Data;

/// <summary>Pads the image on all sides and cuts a window of the original size at a random place.</summary>
/// <remarks>
/// The same as shifting the image by up to <see cref="Padding"/> pixels each way and filling what comes in; all
/// <c>(2 * Padding + 1)^2</c> shifts are equally likely. Text form: <c>pad-crop:4</c>, <c>pad-crop:4:mean</c>.
/// </remarks>
public sealed record PadCrop : IAugmentation
{
    /// <summary>Creates the augmentation.</summary>
    /// <param name="padding">Pixels added on each side, at least 1; 4 is usual for 32x32 images.</param>
    /// <param name="fill">Colour of the padding; black when not given, as in the usual CIFAR recipe.</param>
    public PadCrop(int padding, FillColour fill = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(padding);
        (Padding, Fill) = (padding, fill);
    }

    /// <summary>Pixels added on each side.</summary>
    public int Padding { get; }

    /// <summary>Colour of the padding.</summary>
    public FillColour Fill { get; }

    /// <inheritdoc/>
    public Movements Movements => Movements.Shift;

    /// <inheritdoc/>
    public Movement Apply(Span<byte> image, AugmentationContext context, ref SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(context);
        int down = random.NextInt32((2 * Padding) + 1) - Padding;
        int right = random.NextInt32((2 * Padding) + 1) - Padding;
        ImageShape shape = context.Shape;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            Span<byte> plane = image.Slice(channel * shape.PlaneLength, shape.PlaneLength);
            Shift(plane, shape.Height, shape.Width, down, right, Fill.For(context, channel));
        }

        return new Movement(down, right, IsMirrored: false);
    }

    /// <inheritdoc/>
    public override string ToString() => $"pad-crop:{Padding}" + (Fill == FillColour.Black ? "" : $":{Fill}");

    /// <summary>Replaces pixel (y, x) by pixel (y + down, x + right), or by the fill where that lies outside.</summary>
    internal static void Shift<T>(Span<T> plane, int height, int width, int down, int right, T fill)
    {
        // In place: rows are visited so that each is read before it is overwritten.
        for (int step = 0; step < height; step++)
        {
            int y = down >= 0 ? step : height - 1 - step;
            Span<T> row = plane.Slice(y * width, width);
            int from = y + down;
            if (from < 0 || from >= height || Math.Abs(right) >= width)
            {
                row.Fill(fill);
                continue;
            }

            Span<T> source = plane.Slice(from * width, width);
            if (right >= 0)
            {
                source[right..].CopyTo(row);
                row[(width - right)..].Fill(fill);
            }
            else
            {
                source[..(width + right)].CopyTo(row[-right..]);
                row[..-right].Fill(fill);
            }
        }
    }
}
