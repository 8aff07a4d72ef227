namespace PocketFlow.Data;

/// <summary>The size of one image: channels, rows, columns. Pixels lie channel by channel, row by row.</summary>
/// <param name="Channels">Number of channels, at least 1.</param>
/// <param name="Height">Number of rows, at least 1.</param>
/// <param name="Width">Number of columns, at least 1.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Number of values in one channel: <c>Height * Width</c>.</summary>
    public int PlaneLength => Height * Width;

    /// <summary>Number of values in one image: <c>Channels * Height * Width</c>.</summary>
    public int Length => Channels * Height * Width;

    /// <summary>The shape as text, for example <c>3x32x32</c>.</summary>
    public override string ToString() => $"{Channels}x{Height}x{Width}";
}
