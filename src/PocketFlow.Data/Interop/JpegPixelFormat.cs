namespace PocketFlow.Data.Interop;

/// <summary>libturbojpeg's numbers of the pixel formats in use.</summary>
internal enum JpegPixelFormat
{
    Rgb = 0,
    Gray = 6,
    Cmyk = 11,
}
