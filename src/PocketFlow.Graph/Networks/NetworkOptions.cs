namespace PocketFlow.Graphs.Networks;

/// <summary>What a reference network is built for.</summary>
/// <param name="Channels">Channels of the input image.</param>
/// <param name="Height">Height of the input image in pixels.</param>
/// <param name="Width">Width of the input image in pixels.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Seed">Seed of the initial weights.</param>
/// <param name="WidthMultiplier">Factor on the channel counts of MobileNets; other networks ignore it.</param>
public sealed record NetworkOptions(
    int Channels = 3, int Height = 32, int Width = 32, int Classes = 10, int Seed = 0, double WidthMultiplier = 1)
{
    /// <summary>Whether the image is as small as CIFAR's, which calls for a stem that keeps the resolution.</summary>
    public bool IsSmall => Math.Max(Height, Width) <= 64;

    /// <summary>
    /// A channel count times the width multiplier, rounded to the nearest multiple of 8, at least 8; to the next above
    /// where the nearest is less than 90 % of the exact product.
    /// </summary>
    /// <exception cref="ArgumentException">The width multiplier is not a positive, finite number.</exception>
    internal int WidthOf(int channels)
    {
        if (!double.IsFinite(WidthMultiplier) || WidthMultiplier <= 0)
        {
            throw new ArgumentException(
                $"The width multiplier is {WidthMultiplier}; give a positive number, 1 for the published widths.");
        }

        double exact = channels * WidthMultiplier;
        int rounded = Math.Max(8, (int)(exact + 4) / 8 * 8);
        return rounded < 0.9 * exact ? rounded + 8 : rounded;
    }
}
