namespace PocketFlow.Formats.TfLite;

/// <summary>
/// How the axes of a value lie in a tensor of the file. The graph's axes are called logical (ONNX's order, channels
/// second), the tensor's physical. Transpositions cost nothing as long as they only change the layout.
/// </summary>
internal sealed class Layout : IEquatable<Layout>
{
    private Layout(int[] order, MergedAxis? merged = null)
    {
        Order = order;
        Merged = merged;
    }

    /// <summary>For every physical axis the logical axis that it shows.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>The axis whose elements are out of order since it was flattened from permuted axes, or null.</summary>
    public MergedAxis? Merged { get; }

    public int Rank => Order.Count;

    /// <summary>The graph's own order.</summary>
    public static Layout Logical(int rank) => new([.. Enumerable.Range(0, rank)]);

    /// <summary>Batch, spatial axes, channels; for fewer than three axes the graph's own order.</summary>
    public static Layout ChannelsLast(int rank) =>
        rank < 3 ? Logical(rank) : new([0, .. Enumerable.Range(2, rank - 2), 1]);

    public static Layout Of(IEnumerable<int> order) => new([.. order]);

    /// <summary>This layout with a flattened axis whose elements are out of order.</summary>
    public Layout With(MergedAxis merged) => new([.. Order], merged);

    /// <summary>The physical position of a logical axis.</summary>
    public int PhysicalAxis(int logical) => ((List<int>)[.. Order]).IndexOf(logical);

    /// <summary>Numbers given per logical axis, brought into physical order.</summary>
    public T[] Arrange<T>(IReadOnlyList<T> perLogicalAxis) => [.. Order.Select(a => perLogicalAxis[a])];

    /// <summary>
    /// Whether two layouts of a shape hold their elements in the same sequence: axes of size 1 may differ.
    /// </summary>
    public bool IsSameSequence(Layout other, IReadOnlyList<long> dims) =>
        Equals(Merged, other.Merged)
        && Order.Where(a => dims[a] != 1).SequenceEqual(other.Order.Where(a => dims[a] != 1));

    public bool Equals(Layout? other) =>
        other is not null && Order.SequenceEqual(other.Order) && Equals(Merged, other.Merged);

    public override bool Equals(object? obj) => Equals(obj as Layout);

    public override int GetHashCode() => HashCode.Combine(Rank, Rank > 0 ? Order[^1] : 0);

    public override string ToString() => $"[{string.Join(", ", Order)}]{(Merged is null ? "" : " merged")}";
}
