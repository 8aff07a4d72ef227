namespace PocketFlow.Data;

/// <summary>What the elements of inputs are.</summary>
public enum InputKind
{
    /// <summary>8-bit samples; normalisation takes them as pixel / 255, and augmentation can change them.</summary>
    Pixels,

    /// <summary>32-bit floats; normalisation takes them as they are.</summary>
    Values,
}
