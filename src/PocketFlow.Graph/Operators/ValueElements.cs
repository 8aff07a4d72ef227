namespace PocketFlow.Graphs.Operators;

/// <summary>What is known of the elements of small integer tensors while shapes are inferred.</summary>
internal static class ValueElements
{
    /// <summary>Longer tensors are data, not shapes.</summary>
    private const int MaximumCount = 64;

    /// <summary>Whether a shape is one of integers that are followed one by one.</summary>
    public static bool IsSmall(Shape shape) => shape is { IsStatic: true, Rank: <= 1, ElementCount: <= MaximumCount };

    public static IReadOnlyList<Dim>? KnownElements(this Value value)
    {
        if (value.Elements is null && value.Data is { Rank: <= 1, Count: <= MaximumCount } data
            && data.Type is ElementType.Int64 or ElementType.Int32 or ElementType.Boolean)
        {
            value.Elements = Array.ConvertAll(value.Data.ToInt64s(), Dim.FromInt64);
        }

        return value.Elements;
    }

    /// <summary>The elements of an input that must be constant integers, or null where the input is left out.</summary>
    public static long[]? ConstantInts(this Node node, int input)
    {
        if (node.InputOrNull(input) is not { } value)
        {
            return null;
        }

        if (value.Data is { } data)
        {
            return data.Type.IsFloat()
                ? throw new InvalidGraphException(
                    "type", $"{node.OpType}: '{value.Name}' holds {data.Type}, expected were integers.", node.Name)
                : data.ToInt64s();
        }

        return value.Elements is { } elements && elements.All(e => e.IsKnown)
            ? [.. elements.Select(e => e.Size)]
            : throw new InvalidGraphException(
                "constant", $"{node.OpType}: the input '{value.Name}' must be constant after shapes are folded.",
                node.Name);
    }
}
