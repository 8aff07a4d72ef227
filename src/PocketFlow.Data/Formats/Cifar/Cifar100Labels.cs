namespace PocketFlow.Data;

/// <summary>Which of the two labels of a CIFAR-100 image is used.</summary>
public enum Cifar100Labels
{
    /// <summary>The 100 classes.</summary>
    Fine,

    /// <summary>The 20 superclasses of five classes each.</summary>
    Coarse,
}
