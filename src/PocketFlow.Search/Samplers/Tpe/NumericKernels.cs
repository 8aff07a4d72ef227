using System.Numerics;
using MathNet.Numerics.Distributions;
using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>A normal distribution at each observation, truncated to the range; of steps, its probabilities of their cells.</summary>
/// <remarks>A bandwidth is the larger distance to a neighbour, the outer observations counting only their inner one, within
/// bounds (Watanabe 2023, section 3.3.4). The prior is at the middle and as wide as the range.</remarks>
internal sealed class NumericKernels : IKernels
{
    private const double LogRoot2Pi = 0.91893853320467274178;
    private readonly NumericAxis _axis;
    private readonly double[] _precisions;
    private readonly double[] _logConstants;
    private readonly Dictionary<double, double[]> _cells = [];

    public NumericKernels(NumericAxis axis, double[] observed)
    {
        _axis = axis;
        double[] places = [.. observed.Select(axis.PlaceOf)];
        Means = [.. places, 0.5 * (axis.Low + axis.High)];
        Deviations = [.. Bandwidths(places, axis), axis.High - axis.Low];
        _precisions = [.. Deviations.Select(d => 1 / d)];
        _logConstants = [.. Means.Select((m, i) =>
            -NormalMass.Log((axis.Low - m) * _precisions[i], (axis.High - m) * _precisions[i])
            - (axis.HasCells ? 0 : Math.Log(Deviations[i]) + LogRoot2Pi))];
    }

    /// <summary>Where kernels are, on the axis.</summary>
    public double[] Means { get; }

    /// <summary>How wide they are.</summary>
    public double[] Deviations { get; }

    public double Draw(int kernel, ref SeededRandom random)
    {
        double mean = Means[kernel], deviation = Deviations[kernel];
        double below = Normal.CDF(0, 1, (_axis.Low - mean) / deviation);
        double upTo = Normal.CDF(0, 1, (_axis.High - mean) / deviation);
        double quantile = below + random.NextDouble() * (upTo - below);
        return _axis.ValueAt(Math.Clamp(mean + deviation * Normal.InvCDF(0, 1, quantile), _axis.Low, _axis.High));
    }

    public void AddLogDensities(double value, Span<double> sums)
    {
        if (_axis.HasCells)
        {
            double[] logs = CellLogs(value);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += logs[i];
            }

            return;
        }

        // The density of a logarithm: the factor 1/x is the same for all densities that are compared.
        double place = _axis.PlaceOf(value);
        int width = Vector<double>.Count, done = 0;
        for (; done <= sums.Length - width; done += width)
        {
            Vector<double> z = (new Vector<double>(place) - new Vector<double>(Means, done))
                * new Vector<double>(_precisions, done);
            Span<double> part = sums.Slice(done, width);
            (new Vector<double>(part) + new Vector<double>(_logConstants, done) - 0.5 * z * z).CopyTo(part);
        }

        for (; done < sums.Length; done++)
        {
            double z = (place - Means[done]) * _precisions[done];
            sums[done] += _logConstants[done] - 0.5 * z * z;
        }
    }

    /// <summary>Each kernel's logarithm of the probability of a value's cell. Kernels of the same place and width, of which
    /// there are many where there are few values, are worked out once.</summary>
    private double[] CellLogs(double value)
    {
        if (_cells.TryGetValue(value, out double[]? logs))
        {
            return logs;
        }

        (double left, double right) = _axis.CellOf(value);
        var known = new Dictionary<(double, double), double>();
        logs = new double[Means.Length];
        for (int i = 0; i < logs.Length; i++)
        {
            (double, double) kernel = (Means[i], Deviations[i]);
            if (!known.TryGetValue(kernel, out double log))
            {
                log = NormalMass.Log((left - Means[i]) * _precisions[i], (right - Means[i]) * _precisions[i]);
                known[kernel] = log;
            }

            logs[i] = log + _logConstants[i];
        }

        return _cells[value] = logs;
    }

    private static double[] Bandwidths(double[] places, NumericAxis axis)
    {
        int count = places.Length;
        double range = axis.High - axis.Low, least = range / Math.Min(100, count + 2.0);
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => places[i])]; // stable: of equal ones the earlier is lower
        double[] sorted = [.. order.Select(i => places[i])], bandwidths = new double[count];
        for (int i = 0; i < count; i++)
        {
            double before = sorted[i] - (i > 0 ? sorted[i - 1] : axis.Low);
            double after = (i + 1 < count ? sorted[i + 1] : axis.High) - sorted[i];
            double distance = count == 1 || (i > 0 && i + 1 < count) ? Math.Max(before, after) : i == 0 ? after : before;
            bandwidths[order[i]] = Math.Clamp(distance, least, range);
        }

        return bandwidths;
    }
}
