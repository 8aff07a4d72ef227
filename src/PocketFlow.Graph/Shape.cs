using System.Collections;

namespace PocketFlow.Graphs;

/// <summary>An immutable tensor shape whose dimensions may be symbolic.</summary>
public sealed class Shape : IReadOnlyList<Dim>, IEquatable<Shape>
{
    private readonly Dim[] _dims;

    /// <summary>Creates a shape from its dimensions, outermost first.</summary>
    public Shape(params ReadOnlySpan<Dim> dims) => _dims = dims.ToArray();

    /// <summary>Creates a shape of known sizes.</summary>
    public Shape(IEnumerable<long> dims) => _dims = [.. dims.Select(Dim.FromInt64)];

    /// <summary>The shape of a scalar.</summary>
    public static Shape Scalar { get; } = new();

    /// <summary>The number of axes.</summary>
    public int Rank => _dims.Length;

    /// <inheritdoc/>
    int IReadOnlyCollection<Dim>.Count => _dims.Length;

    /// <summary>Whether every dimension is a number.</summary>
    public bool IsStatic => Array.TrueForAll(_dims, d => d.IsKnown);

    /// <summary>The number of elements; symbolic dimensions count as one, so for a batch this is the size of one sample.</summary>
    public long ElementCount
    {
        get
        {
            long count = 1;
            foreach (Dim dim in _dims)
            {
                count = checked(count * dim.SizeOr(1));
            }

            return count;
        }
    }

    /// <summary>The dimension of an axis; negative axes count from the end.</summary>
    public Dim this[int axis] => _dims[Axis(axis)];

    /// <summary>Turns a possibly negative axis into one that counts from the front.</summary>
    /// <exception cref="InvalidGraphException">The axis does not exist.</exception>
    public int Axis(long axis)
    {
        long positive = axis < 0 ? axis + Rank : axis;
        return positive >= 0 && positive < Rank
            ? (int)positive
            : throw new InvalidGraphException("axis", $"axis {axis} was asked of the shape {this} of rank {Rank}.");
    }

    /// <summary>This shape with one dimension replaced.</summary>
    public Shape With(int axis, Dim dim)
    {
        Dim[] dims = [.. _dims];
        dims[Axis(axis)] = dim;
        return new Shape(dims);
    }

    /// <summary>The dimensions as numbers; symbolic ones become <paramref name="symbolic"/>.</summary>
    public long[] ToArray(long symbolic = 1) => Array.ConvertAll(_dims, d => d.SizeOr(symbolic));

    /// <inheritdoc/>
    public IEnumerator<Dim> GetEnumerator() => ((IEnumerable<Dim>)_dims).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _dims.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _dims.AsSpan().SequenceEqual(other._dims);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (Dim dim in _dims)
        {
            hash.Add(dim);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", _dims)}]";
}
