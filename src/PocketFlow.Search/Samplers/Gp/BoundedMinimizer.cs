namespace PocketFlow.Search;

/// <summary>A function with its gradient.</summary>
/// <param name="point">Where.</param>
/// <param name="gradient">Gets the derivatives.</param>
internal delegate double DifferentiableFunction(ReadOnlySpan<double> point, Span<double> gradient);

/// <summary>Finds a local minimum between bounds: L-BFGS (Liu and Nocedal, 1989) on the coordinates that no bound holds,
/// with steps projected onto the bounds (Bertsekas, 1982).</summary>
/// <remarks>MathNet's minimizers throw where a line search ends in rounding noise, which is the usual end here.</remarks>
internal sealed class BoundedMinimizer(DifferentiableFunction function)
{
    private const int Memory = 8;
    private readonly List<(double[] Step, double[] Change, double Curvature)> _memory = [];

    public required double[] Lower { get; init; }

    public required double[] Upper { get; init; }

    /// <summary>At most so many steps.</summary>
    public int Iterations { get; init; } = 100;

    /// <summary>Ends where no element of the projected gradient is larger.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Ends where a step gains no more.</summary>
    public double LeastGain { get; init; } = 1e-10;

    /// <summary>The best point found from a start.</summary>
    public (double[] Point, double Value) Minimize(double[] start)
    {
        double[] point = [.. start.Select((x, i) => Math.Clamp(x, Lower[i], Upper[i]))];
        var gradient = new double[point.Length];
        double value = function(point, gradient);
        _memory.Clear();
        for (int i = 0; i < Iterations && double.IsFinite(value); i++)
        {
            double[] free = [.. gradient.Select((g, k) => IsHeld(point[k], g, k) ? 0 : g)];
            if (free.All(g => Math.Abs(g) <= Tolerance))
            {
                break;
            }

            double[] direction = Direction(free);
            var nextGradient = new double[point.Length];
            if (Search(point, value, free, direction, nextGradient) is { } next)
            {
                double gain = value - next.Value;
                Remember(point, gradient, next.Point, nextGradient);
                (point, value, gradient) = (next.Point, next.Value, nextGradient);
                if (gain <= LeastGain)
                {
                    break;
                }
            }
            else if (_memory.Count == 0)
            {
                break;
            }
            else
            {
                _memory.Clear();
            }
        }

        return (point, value);
    }

    private bool IsHeld(double x, double slope, int i) =>
        (x <= Lower[i] && slope > 0) || (x >= Upper[i] && slope < 0);

    private double[] Direction(double[] free)
    {
        double[] direction = [.. free.Select(g => -g)];
        if (_memory.Count == 0)
        {
            double norm = Math.Sqrt(RowProducts.Dot(free, free));
            return [.. direction.Select(d => d / Math.Max(1, norm))];
        }

        var weights = new double[_memory.Count];
        for (int m = _memory.Count - 1; m >= 0; m--)
        {
            weights[m] = RowProducts.Dot(_memory[m].Step, direction) / _memory[m].Curvature;
            RowProducts.AddScaled(direction, _memory[m].Change, -weights[m]);
        }

        (_, double[] change, double curvature) = _memory[^1];
        double scale = curvature / RowProducts.Dot(change, change);
        for (int i = 0; i < direction.Length; i++)
        {
            direction[i] *= scale;
        }

        for (int m = 0; m < _memory.Count; m++)
        {
            RowProducts.AddScaled(direction, _memory[m].Step,
                weights[m] - RowProducts.Dot(_memory[m].Change, direction) / _memory[m].Curvature);
        }

        for (int i = 0; i < direction.Length; i++)
        {
            direction[i] = free[i] == 0 ? 0 : direction[i];
        }

        if (RowProducts.Dot(direction, free) < 0)
        {
            return direction;
        }

        _memory.Clear();
        return Direction(free);
    }

    /// <summary>Halves the step until it gains enough (Armijo); null where none does.</summary>
    private (double[] Point, double Value)? Search(
        double[] point, double value, double[] free, double[] direction, double[] gradient)
    {
        double length = 1;
        for (int attempt = 0; attempt < 20; attempt++)
        {
            double[] next = [.. point.Select((x, i) => Math.Clamp(x + length * direction[i], Lower[i], Upper[i]))];
            double expected = 0;
            for (int i = 0; i < next.Length; i++)
            {
                expected += free[i] * (next[i] - point[i]);
            }

            if (expected >= 0)
            {
                return null;
            }

            double reached = function(next, gradient);
            if (reached <= value + 1e-4 * expected)
            {
                return (next, reached);
            }

            // The minimum of the parabola through both values and the slope, kept within a factor of ten.
            double parabola = -expected / (2 * (reached - value - expected));
            length *= double.IsFinite(parabola) ? Math.Clamp(parabola, 0.1, 0.5) : 0.1;
        }

        return null;
    }

    private void Remember(double[] point, double[] gradient, double[] next, double[] nextGradient)
    {
        double[] step = [.. next.Select((x, i) => x - point[i])];
        double[] change = [.. nextGradient.Select((g, i) => g - gradient[i])];
        double curvature = RowProducts.Dot(step, change);
        if (curvature > 1e-12 * RowProducts.Dot(change, change))
        {
            _memory.Add((step, change, curvature));
            if (_memory.Count > Memory)
            {
                _memory.RemoveAt(0);
            }
        }
    }
}
