using System.Globalization;

namespace PocketFlow.Data;

/// <summary>What size images are resized to, before a crop.</summary>
/// <remarks>Text form: <c>256</c> (the shorter side; proportions stay) or <c>224x320</c> (rows x columns exactly).</remarks>
public sealed record Resizing
{
    private const int Largest = 1 << 14;

    private Resizing(int? shortSide, int height, int width) => (ShortSide, Height, Width) = (shortSide, height, width);

    /// <summary>Pixels of the shorter side; null where both sides are given.</summary>
    public int? ShortSide { get; }

    /// <summary>Rows; 0 where only the shorter side is given.</summary>
    public int Height { get; }

    /// <summary>Columns; 0 where only the shorter side is given.</summary>
    public int Width { get; }

    /// <summary>Reads the text form.</summary>
    /// <param name="text">For example <c>256</c> or <c>224x224</c>; sides of 1 to 16,384 pixels.</param>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static Resizing Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int?[] sides = [.. text.Split('x', StringSplitOptions.TrimEntries).Select(Side)];
        return sides switch
        {
            [{ } side] => new Resizing(side, 0, 0),
            [{ } height, { } width] => new Resizing(null, height, width),
            _ => throw new FormatException(
                $"Size \"{text}\" is not readable; expected the shorter side, for example 256, or ROWSxCOLUMNS, for example "
                + $"224x224, of 1 to {Largest} pixels."),
        };
    }

    /// <summary>The size that an image gets.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    public (int Height, int Width) Apply(int height, int width)
    {
        if (ShortSide is not { } side)
        {
            return (Height, Width);
        }

        int longSide = (int)Math.Min((long)side * Math.Max(height, width) / Math.Min(height, width), int.MaxValue);
        return height < width ? (side, longSide) : (longSide, side);
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => ShortSide is { } side
        ? side.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Height}x{Width}");

    private static int? Side(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side is >= 1 and <= Largest
            ? side
            : null;
}
