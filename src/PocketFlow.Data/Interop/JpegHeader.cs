namespace PocketFlow.Data.Interop;

/// <summary>What the header of a JPEG file says.</summary>
internal readonly record struct JpegHeader(int Width, int Height, JpegColorSpace ColorSpace);
