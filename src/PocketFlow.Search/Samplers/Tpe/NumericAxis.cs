using System.Runtime.CompilerServices;

namespace PocketFlow.Search;

/// <summary>The line on which a numeric parameter's kernels lie: logarithms of values where the distribution is logarithmic,
/// and half a step beyond the bounds where there are steps.</summary>
internal sealed class NumericAxis
{
    private readonly Distribution _distribution;
    private readonly double _low;
    private readonly double? _step;
    private readonly bool _isLog;

    public NumericAxis(Distribution distribution)
    {
        double high;
        (_low, high, _step, _isLog) = distribution switch
        {
            FloatDistribution f => (f.Low, f.High, f.Step, f.IsLog),
            IntegerDistribution i => (i.Low, i.High, i.Step, i.IsLog),
            _ => throw new ArgumentException($"found {distribution}; expected numbers.", nameof(distribution)),
        };
        double half = 0.5 * (_step ?? 0);
        (_distribution, Low, High) = (distribution, PlaceOf(_low - half), PlaceOf(high + half));
    }

    public double Low { get; }

    public double High { get; }

    /// <summary>Whether values have cells; else there is a continuum.</summary>
    public bool HasCells => _step is not null;

    public double PlaceOf(double value) => _isLog ? Math.Log(value) : value;

    /// <summary>Writes the places of values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Place(double[] values, Span<double> places)
    {
        for (int i = 0; i < values.Length; i++)
        {
            places[i] = PlaceOf(values[i]);
        }
    }

    /// <summary>The borders of a value's cell.</summary>
    public (double Left, double Right) CellOf(double value) =>
        (PlaceOf(value - 0.5 * _step!.Value), PlaceOf(value + 0.5 * _step.Value));

    /// <summary>The value whose cell holds a place.</summary>
    public double ValueAt(double place)
    {
        double value = _isLog ? Math.Exp(place) : place;
        if (_step is { } step)
        {
            long index = (long)Math.Round((value - _low) / step);
            return _distribution.At(Math.Clamp(index, 0, _distribution.Count!.Value - 1));
        }

        var range = (FloatDistribution)_distribution;
        return Math.Clamp(value, range.Low, range.High);
    }
}
