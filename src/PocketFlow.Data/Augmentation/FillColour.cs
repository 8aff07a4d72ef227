using System.Globalization;

namespace PocketFlow.Data;

/// <summary>The pixel that an augmentation writes where no image is left: one value, or each channel's mean.</summary>
public readonly record struct FillColour
{
    private readonly bool _isMean;
    private readonly byte _value;

    private FillColour(bool isMean, byte value) => (_isMean, _value) = (isMean, value);

    /// <summary>The mean of each channel.</summary>
    public static FillColour Mean { get; } = new(true, 0);

    /// <summary>Black: 0 in all channels.</summary>
    public static FillColour Black { get; } = Constant(0);

    /// <summary>The same value in all channels.</summary>
    /// <param name="value">Pixel, 0 to 255.</param>
    public static FillColour Constant(byte value) => new(false, value);

    /// <summary>Reads <c>mean</c> or a number from 0 to 255; false for anything else.</summary>
    /// <param name="text">Text to read.</param>
    /// <param name="colour">The colour, when true is returned.</param>
    public static bool TryParse(string text, out FillColour colour)
    {
        colour = Mean;
        if (text == "mean")
        {
            return true;
        }

        bool isNumber = byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte value);
        colour = Constant(value);
        return isNumber;
    }

    /// <summary>The pixel to write in a channel.</summary>
    /// <param name="context">Gives the mean colour.</param>
    /// <param name="channel">Channel.</param>
    public byte For(AugmentationContext context, int channel)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _isMean ? context.MeanColour(channel) : _value;
    }

    /// <summary><c>mean</c>, or the number.</summary>
    public override string ToString() => _isMean ? "mean" : _value.ToString(CultureInfo.InvariantCulture);
}
