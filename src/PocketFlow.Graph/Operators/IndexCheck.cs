namespace PocketFlow.Graphs.Operators;

/// <summary>Indices of operators that pick or place elements: they may count from the end.</summary>
internal static class IndexCheck
{
    /// <summary>Turns an index into one that counts from the front.</summary>
    /// <exception cref="InvalidGraphException">It lies outside the axis.</exception>
    public static long Positive(Node node, long index, long size)
    {
        long positive = index < 0 ? index + size : index;
        return positive >= 0 && positive < size
            ? positive
            : throw new InvalidGraphException(
                "index", $"{node.OpType}: the index {index} lies outside an axis of {size}.", node.Name);
    }
}
