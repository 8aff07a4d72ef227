namespace PocketFlow.Search;

/// <summary>A search space as Gaussian processes see it: numbers on the unit interval, categories as indices; parameters
/// with one value are left out.</summary>
internal sealed class UnitCube
{
    private readonly SearchSpace _space;
    private readonly KeyValuePair<string, Distribution>[] _dimensions;
    private readonly double?[] _given;

    /// <summary>Creates the cube.</summary>
    /// <param name="space">The parameters.</param>
    /// <param name="given">Values of some of them that are not to be chosen.</param>
    public UnitCube(SearchSpace space, IReadOnlyDictionary<string, double> given)
    {
        _space = space;
        _dimensions = [.. space.Where(p => !p.Value.IsSingle)];
        IsCategorical = [.. _dimensions.Select(d => d.Value is CategoricalDistribution)];
        _given = [.. _dimensions.Select((d, i) =>
            given.TryGetValue(d.Key, out double value) ? CoordinateOf(i, value) : (double?)null)];
    }

    /// <summary>How many parameters there are to choose.</summary>
    public int Dimensions => _dimensions.Length;

    /// <summary>Of each dimension: whether only equality matters.</summary>
    public bool[] IsCategorical { get; }

    /// <summary>How many values a dimension has; null for a continuum, 1 for a given value.</summary>
    public long? Count(int dimension) => _given[dimension] is null ? _dimensions[dimension].Value.Count : 1;

    /// <summary>The point of a trial; null where it lacks a parameter or has a value that is none of the space's.</summary>
    public double[]? PointOf(IReadOnlyDictionary<string, double> values)
    {
        foreach ((string name, Distribution distribution) in _space)
        {
            if (!values.TryGetValue(name, out double value) || !distribution.Contains(value))
            {
                return null;
            }
        }

        return [.. _dimensions.Select((d, i) => CoordinateOf(i, values[d.Key]))];
    }

    /// <summary>The values at a point.</summary>
    public Dictionary<string, double> ValuesAt(double[] point)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, Distribution distribution) in _space)
        {
            values[name] = distribution.FromUnit(0.5);
        }

        for (int i = 0; i < point.Length; i++)
        {
            (string name, Distribution distribution) = _dimensions[i];
            values[name] = IsCategorical[i] ? point[i] : distribution.FromUnit(point[i]);
        }

        return values;
    }

    /// <summary>The coordinate of the value at a place of the unit interval.</summary>
    public double At(int dimension, double unit)
    {
        if (_given[dimension] is { } given)
        {
            return given;
        }

        Distribution distribution = _dimensions[dimension].Value;
        return IsCategorical[dimension] ? distribution.FromUnit(unit)
            : distribution.Count is null ? unit
            : distribution.ToUnit(distribution.FromUnit(unit));
    }

    /// <summary>The coordinate of one of a number of values.</summary>
    public double AtIndex(int dimension, long index)
    {
        Distribution distribution = _dimensions[dimension].Value;
        return IsCategorical[dimension] ? index : distribution.ToUnit(distribution.At(index));
    }

    /// <summary>Which of a number of values a coordinate is.</summary>
    public long IndexOf(int dimension, double coordinate)
    {
        Distribution distribution = _dimensions[dimension].Value;
        if (IsCategorical[dimension])
        {
            return (long)coordinate;
        }

        double low = distribution.At(0), step = distribution.At(1) - low;
        return (long)Math.Round((distribution.FromUnit(coordinate) - low) / step);
    }

    private double CoordinateOf(int dimension, double value) =>
        IsCategorical[dimension] ? value : _dimensions[dimension].Value.ToUnit(value);
}
