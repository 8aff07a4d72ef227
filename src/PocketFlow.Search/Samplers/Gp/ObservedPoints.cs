namespace PocketFlow.Search;

/// <summary>Points of the unit cube, stored dimension by dimension too.</summary>
internal sealed class ObservedPoints
{
    private readonly IReadOnlyList<double[]> _points;
    private readonly double[] _coordinates; // [dimensions, count]

    public ObservedPoints(IReadOnlyList<double[]> points, bool[] isCategorical)
    {
        (_points, Count, IsCategorical) = (points, points.Count, isCategorical);
        _coordinates = new double[isCategorical.Length * Count];
        for (int i = 0; i < Count; i++)
        {
            for (int d = 0; d < isCategorical.Length; d++)
            {
                _coordinates[d * Count + i] = points[i][d];
            }
        }
    }

    /// <summary>How many points.</summary>
    public int Count { get; }

    /// <summary>Of each dimension: whether only equality matters.</summary>
    public bool[] IsCategorical { get; }

    /// <summary>How many coordinates a point has.</summary>
    public int Dimensions => IsCategorical.Length;

    /// <summary>One coordinate of every point.</summary>
    public ReadOnlySpan<double> Column(int dimension) => _coordinates.AsSpan(dimension * Count, Count);

    /// <summary>A point.</summary>
    public ReadOnlySpan<double> this[int index] => _points[index];

    /// <summary>These points and one more.</summary>
    public ObservedPoints With(double[] point) =>
        new([.. _points, point], IsCategorical);
}
