namespace PocketFlow.Search;

/// <summary>Climbs from a point: all continuous dimensions together by their gradient, the others one at a time.</summary>
internal sealed class LocalSearch
{
    /// <summary>In a logarithm of what is expected.</summary>
    private const double LeastGain = 1e-4;
    private readonly UnitCube _cube;
    private readonly Acquisition _acquisition;
    private readonly int _listedValues;
    private readonly int _rounds;
    private readonly int[] _continuous;
    private readonly int[] _discrete;
    private readonly double[] _scales;

    public LocalSearch(UnitCube cube, Acquisition acquisition, int listedValues, int rounds)
    {
        (_cube, _acquisition, _listedValues, _rounds) = (cube, acquisition, listedValues, rounds);
        _continuous = [.. Enumerable.Range(0, cube.Dimensions).Where(d => cube.Count(d) is null)];
        _discrete = [.. Enumerable.Range(0, cube.Dimensions).Where(d => cube.Count(d) > 1)];

        // In units of length-scales the acquisition changes about as fast along all dimensions.
        _scales = [.. _continuous.Select(d => Math.Clamp(acquisition.LengthScales[d], 1e-3, 1e3))];
    }

    /// <summary>The point where no search gains any more.</summary>
    public (double[] Point, double Value) From(double[] start, double value)
    {
        var state = (Point: (double[])start.Clone(), Value: value);
        for (int round = 0; round < _rounds; round++)
        {
            double before = state.Value;
            if (_continuous.Length > 0)
            {
                state = Climb(state);
            }

            double between = state.Value;
            foreach (int dimension in _discrete)
            {
                state = Move(state, dimension);
            }

            bool isClimbDone = _continuous.Length == 0 || state.Value - between <= LeastGain;
            if (state.Value - before <= LeastGain || (isClimbDone && _discrete.Length <= 1))
            {
                break;
            }
        }

        return state;
    }

    private (double[] Point, double Value) Climb((double[] Point, double Value) state)
    {
        var point = (double[])state.Point.Clone();
        var full = new double[point.Length];
        var minimizer = new BoundedMinimizer((x, gradient) =>
        {
            for (int i = 0; i < _continuous.Length; i++)
            {
                point[_continuous[i]] = Math.Clamp(x[i] * _scales[i], 0, 1);
            }

            double value = _acquisition.Evaluate(point, full);
            for (int i = 0; i < _continuous.Length; i++)
            {
                gradient[i] = -full[_continuous[i]] * _scales[i];
            }

            return -value;
        })
        {
            Lower = new double[_continuous.Length], Upper = [.. _scales.Select(s => 1 / s)],
            Tolerance = 1e-2, LeastGain = LeastGain,
        };
        (double[] best, double reached) =
            minimizer.Minimize([.. _continuous.Select((d, i) => state.Point[d] / _scales[i])]);
        if (!(-reached > state.Value))
        {
            return state;
        }

        var moved = (double[])state.Point.Clone();
        for (int i = 0; i < _continuous.Length; i++)
        {
            moved[_continuous[i]] = Math.Clamp(best[i] * _scales[i], 0, 1);
        }

        return (moved, -reached);
    }

    private (double[] Point, double Value) Move((double[] Point, double Value) state, int dimension)
    {
        double[][] moves = [.. Others(state.Point[dimension], dimension).Select(index =>
        {
            var point = (double[])state.Point.Clone();
            point[dimension] = _cube.AtIndex(dimension, index);
            return point;
        })];
        double[] values = _acquisition.Evaluate(moves);
        int best = Array.IndexOf(values, values.Max());
        return values[best] > state.Value ? (moves[best], values[best]) : state;
    }

    private List<long> Others(double coordinate, int dimension)
    {
        long count = _cube.Count(dimension)!.Value, current = _cube.IndexOf(dimension, coordinate);
        var others = new List<long>();
        if (count <= _listedValues || _cube.IsCategorical[dimension])
        {
            others.AddRange(Enumerable.Range(0, (int)count).Select(i => (long)i).Where(i => i != current));
            return others;
        }

        for (long step = 1; step < count; step *= 2)
        {
            others.AddRange(new[] { current - step, current + step }.Where(i => i >= 0 && i < count));
        }

        return others;
    }
}
