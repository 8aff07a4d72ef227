namespace PocketFlow.Data.Interop;

/// <summary>libturbojpeg's numbers of colour spaces.</summary>
internal enum JpegColorSpace
{
    Rgb = 0,
    YCbCr = 1,
    Gray = 2,
    Cmyk = 3,
    Ycck = 4,
}
