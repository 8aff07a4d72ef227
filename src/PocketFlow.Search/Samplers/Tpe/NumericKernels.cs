using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MathNet.Numerics.Distributions;
using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>A normal distribution at each observation, truncated to the range; of steps, its probabilities of their cells.
/// The prior is at the middle and as wide as the range.</summary>
internal sealed class NumericKernels : IKernels
{
    private const double LogRoot2Pi = 0.91893853320467274178;
    private readonly NumericAxis _axis;
    private readonly double[] _precisions;
    private readonly double[] _logConstants;
    private readonly Dictionary<double, double[]> _cells = [];

    /// <summary>Puts kernels at observations.</summary>
    /// <param name="axis">Where they lie.</param>
    /// <param name="observed">In the order of trials.</param>
    /// <param name="sharpness">See <see cref="Bandwidths.Fill"/>.</param>
    public NumericKernels(NumericAxis axis, double[] observed, double sharpness)
    {
        int count = observed.Length;
        _axis = axis;
        (Means, Deviations) = (new double[count + 1], new double[count + 1]);
        axis.Place(observed, Means);
        (Means[count], Deviations[count]) = (0.5 * (axis.Low + axis.High), axis.High - axis.Low);
        Bandwidths.Fill(Means.AsSpan(0, count), axis, sharpness, Deviations.AsSpan(0, count));
        ReachNeighbors(observed);
        (_precisions, _logConstants) = (new double[count + 1], new double[count + 1]);
        SetConstants();
    }

    /// <summary>Where kernels are, on the axis.</summary>
    public double[] Means { get; }

    /// <summary>How wide they are.</summary>
    public double[] Deviations { get; }

    public double Draw(int kernel, ref SeededRandom random)
    {
        double mean = Means[kernel], deviation = Deviations[kernel];
        double below = NormalTails.Distribution((_axis.Low - mean) / deviation);
        double upTo = NormalTails.Distribution((_axis.High - mean) / deviation);
        double quantile = below + random.NextDouble() * (upTo - below);
        return _axis.ValueAt(Math.Clamp(mean + deviation * Normal.InvCDF(0, 1, quantile), _axis.Low, _axis.High));
    }

    public void AddLogDensities(double value, Span<double> sums)
    {
        if (_axis.HasCells)
        {
            Add(CellLogs(value), sums);
        }
        else
        {
            // The density of a logarithm: the factor 1/x is the same for all densities that are compared.
            AddNormal(_axis.PlaceOf(value), sums);
        }
    }

    private static void Add(double[] terms, Span<double> sums)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += terms[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddNormal(double place, Span<double> sums)
    {
        int width = Vector256<double>.Count, done = 0;
        ReadOnlySpan<double> means = Means, precisions = _precisions, constants = _logConstants;
        for (; done <= sums.Length - width; done += width)
        {
            Vector256<double> z = (Vector256.Create(place) - Vector256.Create(means[done..]))
                * Vector256.Create(precisions[done..]);
            Vector256<double> log = Vector256.Create(constants[done..]) - 0.5 * z * z;
            (Vector256.Create<double>(sums[done..]) + log).CopyTo(sums[done..]);
        }

        for (; done < sums.Length; done++)
        {
            double z = (place - means[done]) * precisions[done];
            sums[done] += constants[done] - 0.5 * z * z;
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

    /// <summary>Widens kernels to half of their value's cell, or else nothing but the value itself is drawn.</summary>
    private void ReachNeighbors(double[] observed)
    {
        for (int i = 0; _axis.HasCells && i < observed.Length; i++)
        {
            (double left, double right) = _axis.CellOf(observed[i]);
            Deviations[i] = Math.Max(Deviations[i], 0.5 * (right - left));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SetConstants()
    {
        double[] means = Means, deviations = Deviations;
        for (int i = 0; i < means.Length; i++)
        {
            double precision = 1 / deviations[i];
            double mass = NormalMass.Around((_axis.Low - means[i]) * precision, (_axis.High - means[i]) * precision);
            _precisions[i] = precision;
            _logConstants[i] = _axis.HasCells ? -Math.Log(mass) : Math.Log(precision / mass) - LogRoot2Pi;
        }
    }
}
