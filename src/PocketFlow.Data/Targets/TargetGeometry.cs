namespace PocketFlow.Data;

/// <summary>What values have to do with positions in the image; augmentations that move pixels depend on it.</summary>
public enum TargetGeometry
{
    /// <summary>Nobody said; augmentations that move pixels are refused.</summary>
    Unknown,

    /// <summary>The values stay as they are wherever pixels go, for example an age.</summary>
    Fixed,

    /// <summary>
    /// The values are points x, y, x, y … as shares of width and height from the top left corner of the image; they
    /// move with the pixels.
    /// </summary>
    Points,
}
