namespace PocketFlow.Data;

/// <summary>PNG's numbers of colour types.</summary>
internal enum PngColorType
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    RgbAlpha = 6,
}
