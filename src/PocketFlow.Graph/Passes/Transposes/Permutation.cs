namespace PocketFlow.Graphs.Passes.Transposes;

/// <summary>For every axis of a value, the axis of its source that it shows: the attribute of a Transpose.</summary>
internal sealed class Permutation(int[] axes)
{
    public int Rank => axes.Length;

    public bool IsIdentity => KeepsOrder(axes);

    public int this[int axis] => axes[axis];

    public static Permutation Identity(int rank) => new([.. Enumerable.Range(0, rank)]);

    public Permutation Inverse()
    {
        int[] inverse = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            inverse[axes[i]] = i;
        }

        return new Permutation(inverse);
    }

    /// <summary>The permutation of a Transpose by <paramref name="next"/> of what this one shows.</summary>
    public Permutation Then(Permutation next) => new([.. next.ToArray().Select(a => axes[a])]);

    /// <summary>The same permutation behind new leading axes, which stay where they are.</summary>
    public Permutation Padded(int rank)
    {
        int added = rank - axes.Length;
        return new Permutation([.. Enumerable.Range(0, added), .. axes.Select(a => a + added)]);
    }

    /// <summary>The permutation of the axes that remain when some axes of the value are removed.</summary>
    public Permutation Without(IReadOnlyCollection<int> removed)
    {
        int[] gone = [.. removed.Select(a => axes[a])];
        int[] kept = [.. axes.Where((_, i) => !removed.Contains(i))];
        return new Permutation([.. kept.Select(a => a - gone.Count(g => g < a))]);
    }

    /// <summary>What is given per axis of the source, per axis of the value.</summary>
    public T[] Arrange<T>(IReadOnlyList<T> perSourceAxis) => [.. axes.Select(a => perSourceAxis[a])];

    /// <summary>Whether a source of this shape keeps its elements in sequence: only axes of size 1 move.</summary>
    public bool KeepsOrderOf(IReadOnlyList<Dim> source) => KeepsOrder([.. axes.Where(a => source[a] != (Dim)1)]);

    public int[] ToArray() => [.. axes];

    public override string ToString() => string.Join(',', axes);

    private static bool KeepsOrder(int[] axes) => axes.Zip(axes.Skip(1)).All(p => p.First < p.Second);
}
