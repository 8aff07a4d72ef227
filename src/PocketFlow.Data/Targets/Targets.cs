namespace PocketFlow.Data;

/// <summary>The targets of all records of a data set. Implementations are safe to read from several threads.</summary>
/// <remarks>Derive from it where targets are read on demand; sets in memory come from the methods here.</remarks>
public abstract class Targets
{
    /// <summary>Creates the base.</summary>
    /// <param name="description">What the targets are.</param>
    /// <param name="count">Number of records.</param>
    protected Targets(TargetDescription description, int count)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        (Description, Count) = (description, count);
    }

    /// <summary>What the targets are.</summary>
    public TargetDescription Description { get; }

    /// <summary>Number of records.</summary>
    public int Count { get; }

    /// <summary>Writes the target of one record, every element of it.</summary>
    /// <param name="record">0 to <see cref="Count"/> - 1.</param>
    /// <param name="destination">Room for it.</param>
    public abstract void Read(int record, TargetSpan destination);

    /// <summary>One class for each record.</summary>
    /// <param name="labels">Class of each record, [N].</param>
    /// <param name="classNames">Name of each class, in label order.</param>
    /// <exception cref="ArgumentException">A label has no class.</exception>
    public static Targets Classes(int[] labels, IReadOnlyList<string> classNames) =>
        new StoredTargets<int>(labels, TargetDescription.Class(classNames));

    /// <summary>A set of classes for each record.</summary>
    /// <param name="members">1 for each class of the set and 0 for others, [N, classes].</param>
    /// <param name="classNames">Name of each class, in label order.</param>
    /// <exception cref="ArgumentException">An element is neither 0 nor 1, or elements are missing.</exception>
    public static Targets ClassSets(byte[] members, IReadOnlyList<string> classNames) =>
        new StoredTargets<byte>(members, TargetDescription.ClassSet(classNames));

    /// <summary>Numbers for each record.</summary>
    /// <param name="values">[N, values].</param>
    /// <param name="description">Made by <see cref="TargetDescription.Values"/> or
    /// <see cref="TargetDescription.Points"/>.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite, or values are missing.</exception>
    public static Targets Values(float[] values, TargetDescription description) =>
        new StoredTargets<float>(values, description);

    /// <summary>A class for every pixel of each record.</summary>
    /// <param name="labels">[N, H, W].</param>
    /// <param name="description">Made by <see cref="TargetDescription.ClassMap"/>.</param>
    /// <exception cref="ArgumentException">A label has no class and isn't ignored, or labels are missing.</exception>
    public static Targets ClassMaps(byte[] labels, TargetDescription description) =>
        new StoredTargets<byte>(labels, description);
}
