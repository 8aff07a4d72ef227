namespace PocketFlow.Data;

/// <summary>What the targets of a data set are: their kind, their shape and what their numbers mean.</summary>
public sealed class TargetDescription
{
    private TargetDescription(TargetKind kind, params int[] shape)
    {
        (Kind, Shape) = (kind, shape);
        Length = shape.Aggregate(1, (product, size) => checked(product * size));
    }

    /// <summary>The kind.</summary>
    public TargetKind Kind { get; }

    /// <summary>Shape of one target: [] for a class, [classes], [values] or [H, W].</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Name of each class, in label order; empty for values.</summary>
    public IReadOnlyList<string> ClassNames { get; private init; } = [];

    /// <summary>The label of pixels that don't count, of a class map; null where all count.</summary>
    public int? IgnoreIndex { get; private init; }

    /// <summary>What values have to do with positions.</summary>
    public TargetGeometry Geometry { get; private init; } = TargetGeometry.Fixed;

    /// <summary>For each point, the point that it becomes in a mirrored image; null forbids mirroring.</summary>
    public IReadOnlyList<int>? Mirror { get; private init; }

    /// <summary>Number of elements of one target.</summary>
    public int Length { get; }

    /// <summary>Whether targets are labels, delivered as integers; else they are delivered as floats.</summary>
    public bool IsLabels => Kind is TargetKind.Class or TargetKind.ClassMap;

    /// <summary>Numbers that a model gives: for each input, or for each pixel of a class map.</summary>
    public int OutputCount => Kind == TargetKind.Values ? Length : ClassNames.Count;

    /// <summary>One class for each input.</summary>
    /// <param name="classNames">Name of each class, in label order.</param>
    public static TargetDescription Class(IReadOnlyList<string> classNames) =>
        new(TargetKind.Class) { ClassNames = classNames };

    /// <summary>A set of classes for each input.</summary>
    /// <param name="classNames">Name of each class, in label order.</param>
    public static TargetDescription ClassSet(IReadOnlyList<string> classNames) =>
        new(TargetKind.ClassSet, classNames.Count) { ClassNames = classNames };

    /// <summary>Numbers for each input.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="geometry">What they have to do with positions in the image, as far as known.</param>
    public static TargetDescription Values(int count, TargetGeometry geometry = TargetGeometry.Unknown)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return geometry == TargetGeometry.Points && count % 2 != 0
            ? throw new ArgumentException($"Found {count} values; points need two each.", nameof(count))
            : new TargetDescription(TargetKind.Values, count) { Geometry = geometry };
    }

    /// <summary>Points in the image for each input: x, y, x, y … as shares of width and height.</summary>
    /// <param name="count">Number of points, at least 1.</param>
    /// <param name="mirror">
    /// For each point, the point that it becomes in a mirrored image (the left eye becomes the right one; a nose
    /// stays a nose); null forbids mirroring.
    /// </param>
    /// <exception cref="ArgumentException">The pairing doesn't lead back to where it started.</exception>
    public static TargetDescription Points(int count, IReadOnlyList<int>? mirror = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        bool isPairing = mirror is null || (mirror.Count == count && Enumerable.Range(0, count).All(
            i => (uint)mirror[i] < (uint)count && mirror[mirror[i]] == i));
        return isPairing
            ? new TargetDescription(TargetKind.Values, checked(2 * count))
            {
                Geometry = TargetGeometry.Points,
                Mirror = mirror,
            }
            : throw new ArgumentException(
                $"Found the pairing {string.Join(", ", mirror!)}; expected {count} numbers, where the partner of a "
                + "point's partner is the point.", nameof(mirror));
    }

    /// <summary>A class for every pixel.</summary>
    /// <param name="height">Rows of the map, at least 1.</param>
    /// <param name="width">Columns of the map, at least 1.</param>
    /// <param name="classNames">Name of each class, in label order.</param>
    /// <param name="ignoreIndex">The label of pixels that don't count, outside the classes; 255 is usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ignored label is one of the classes.</exception>
    public static TargetDescription ClassMap(
        int height, int width, IReadOnlyList<string> classNames, int? ignoreIndex = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        return (uint)(ignoreIndex ?? -1) < (uint)classNames.Count
            ? throw new ArgumentOutOfRangeException(
                nameof(ignoreIndex), ignoreIndex, $"Expected a label outside 0 to {classNames.Count - 1}.")
            : new TargetDescription(TargetKind.ClassMap, height, width)
            {
                ClassNames = classNames,
                IgnoreIndex = ignoreIndex,
            };
    }

    /// <summary>The description as text, for example <c>one of 10 classes</c>.</summary>
    public override string ToString() => Kind switch
    {
        TargetKind.Class => $"one of {ClassNames.Count} classes",
        TargetKind.ClassSet => $"a set of {ClassNames.Count} classes",
        TargetKind.Values => $"{Length} values",
        _ => $"one of {ClassNames.Count} classes for each of {Shape[0]}x{Shape[1]} pixels",
    };
}
