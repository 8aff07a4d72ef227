namespace PocketFlow.Data;

/// <summary>Writes the elements of one record.</summary>
internal delegate void CopyElements<T>(ReadOnlySpan<T> source, InputSpan destination);

/// <summary>Inputs in memory.</summary>
internal sealed class StoredInputs<T>(InputKind kind, T[] elements, InputShape shape, CopyElements<T> copy)
    : Inputs(kind, shape, CountOf(elements, shape))
{
    public override void Read(int record, InputSpan destination) =>
        copy(elements.AsSpan(checked(record * Shape.Length), Shape.Length), destination);

    private static int CountOf(T[] elements, InputShape shape)
    {
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentNullException.ThrowIfNull(shape);
        (int count, int rest) = Math.DivRem(elements.Length, shape.Length);
        return rest == 0 ? count : throw new ArgumentException(
            $"Found {elements.Length} input elements; expected a multiple of {shape.Length}, the elements of one input of "
            + $"{shape}.", nameof(elements));
    }
}
