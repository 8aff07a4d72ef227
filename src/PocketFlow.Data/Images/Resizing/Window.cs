namespace PocketFlow.Data;

/// <summary>A rectangle inside an image, in pixels.</summary>
internal readonly record struct Window(int Top, int Left, int Height, int Width);
