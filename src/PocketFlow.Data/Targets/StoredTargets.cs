using System.Numerics;

namespace PocketFlow.Data;

/// <summary>Targets in memory, in the smallest type that holds them.</summary>
internal sealed class StoredTargets<T> : Targets
    where T : unmanaged, INumberBase<T>
{
    private readonly T[] _elements;

    public StoredTargets(T[] elements, TargetDescription description)
        : base(description, CountOf(elements, description))
    {
        _elements = elements;
        int wrong = Array.FindIndex(elements, element => !IsAllowed(element, description));
        if (wrong >= 0)
        {
            string classes = $"{description.ClassNames.Count} classes allow 0 to {description.ClassNames.Count - 1}"
                + (description.IgnoreIndex is { } ignored ? $", and {ignored} for what doesn't count" : "");
            string expected = description.Kind switch
            {
                TargetKind.ClassSet => "a set of classes allows 0 and 1",
                TargetKind.Values => "a value is a finite number",
                _ => classes,
            };
            throw new ArgumentException(
                $"Record {wrong / description.Length} has {(description.IsLabels ? "label" : "value")} "
                + $"{elements[wrong]}; {expected}.", nameof(elements));
        }
    }

    public override void Read(int record, TargetSpan destination)
    {
        ReadOnlySpan<T> source = _elements.AsSpan(record * Description.Length, Description.Length);
        if (Description.IsLabels)
        {
            for (int i = 0; i < source.Length; i++)
            {
                destination.Labels[i] = long.CreateTruncating(source[i]);
            }

            return;
        }

        for (int i = 0; i < source.Length; i++)
        {
            destination.Values[i] = float.CreateTruncating(source[i]);
        }
    }

    private static int CountOf(T[] elements, TargetDescription description)
    {
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentNullException.ThrowIfNull(description);
        (int count, int rest) = Math.DivRem(elements.Length, Math.Max(1, description.Length));
        return rest == 0 ? count : throw new ArgumentException(
            $"Found {elements.Length} target elements; expected a multiple of {description.Length}, the elements "
            + "of one record.", nameof(elements));
    }

    private static bool IsAllowed(T element, TargetDescription description) => description.Kind switch
    {
        TargetKind.ClassSet => element == T.Zero || element == T.One,
        TargetKind.Values => T.IsFinite(element),
        _ => int.CreateTruncating(element) is var label
            && ((uint)label < (uint)description.ClassNames.Count || label == description.IgnoreIndex),
    };
}
