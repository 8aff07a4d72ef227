namespace PocketFlow.Data;

/// <summary>The ways in which an augmentation may move pixels.</summary>
[Flags]
public enum Movements
{
    /// <summary>It leaves them where they are.</summary>
    None = 0,

    /// <summary>It shifts them.</summary>
    Shift = 1,

    /// <summary>It exchanges left and right.</summary>
    Mirror = 2,
}
