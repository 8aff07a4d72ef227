using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>Finds the point with the largest acquisition: many Sobol points, then local searches from the best ones.</summary>
/// <param name="cube">The space.</param>
/// <param name="acquisition">What to make large.</param>
/// <param name="options">How thoroughly.</param>
/// <param name="random">Decides on candidates and starts.</param>
internal sealed class AcquisitionSearch(
    UnitCube cube, Acquisition acquisition, GpOptions options, SeededRandom random)
{
    /// <summary>Dimensions with more values are searched by steps of 1, 2, 4... values instead of all.</summary>
    private const int ListedValues = 16;
    private const int Rounds = 20;
    private readonly LocalSearch _local = new(cube, acquisition, ListedValues, Rounds);
    private SeededRandom _random = random;

    /// <summary>The best point found.</summary>
    /// <param name="incumbents">The best points observed; searches start near them too.</param>
    /// <param name="isAllowed">Which points may be given, if there is another one.</param>
    public double[] Best(IReadOnlyList<double[]> incumbents, Func<double[], bool> isAllowed)
    {
        List<double[]> candidates = Candidates(incumbents);
        double[] values = acquisition.Evaluate(candidates);
        var found = candidates.Select((c, i) => (Point: c, Value: values[i])).ToList();
        foreach (int start in Starts(values))
        {
            found.Add(_local.From(candidates[start], values[start]));
        }

        (double[] Point, double Value)[] allowed = [.. found.Where(f => isAllowed(f.Point))];
        return (allowed.Length > 0 ? allowed : [.. found]).MaxBy(f => f.Value).Point;
    }

    private List<double[]> Candidates(IReadOnlyList<double[]> incumbents)
    {
        int dimensions = Math.Min(cube.Dimensions, SobolSequence.MaximalDimensions);
        var sequence = new SobolSequence(dimensions, (long)_random.NextUInt64());
        var candidates = new List<double[]>(options.Candidates + incumbents.Count * (options.Neighbors + 1));
        for (int i = 0; i < options.Candidates; i++)
        {
            double[] sobol = sequence.Point(i), point = new double[cube.Dimensions];
            for (int d = 0; d < point.Length; d++)
            {
                point[d] = cube.At(d, d < dimensions ? sobol[d] : _random.NextDouble());
            }

            candidates.Add(point);
        }

        foreach (double[] incumbent in incumbents)
        {
            candidates.Add([.. incumbent.Select((x, d) => cube.Count(d) == 1 ? cube.At(d, 0.5) : x)]);
            for (int i = 0; i < options.Neighbors; i++)
            {
                candidates.Add(Neighbor(incumbent));
            }
        }

        return candidates;
    }

    /// <summary>A point near another one: closer or farther by chance, with some coordinates kept.</summary>
    private double[] Neighbor(double[] center)
    {
        double reach = Math.Pow(10, -3 * _random.NextDouble());
        double share = Math.Max(0.5, 1.0 / center.Length);
        var point = (double[])center.Clone();
        for (int d = 0; d < point.Length; d++)
        {
            if (!_random.NextBoolean(share))
            {
                continue;
            }

            double unit = _random.NextDouble();
            if (cube.IsCategorical[d])
            {
                point[d] = _random.NextBoolean(reach) ? cube.At(d, unit) : point[d];
                continue;
            }

            double step = reach * Math.Min(1, acquisition.LengthScales[d]) * (2 * unit - 1);
            point[d] = cube.At(d, Math.Clamp(center[d] + step, 0, 1));
        }

        return point;
    }

    /// <summary>The best candidate, and others drawn by how likely they are to lead to more: half of all, half of those
    /// anywhere in the space, as most good ones near an incumbent lead to the same place.</summary>
    private List<int> Starts(double[] values)
    {
        double[] left = [.. values];
        List<int> starts = [Array.IndexOf(values, values.Max())];
        left[starts[0]] = double.NegativeInfinity;
        while (starts.Count < options.LocalSearches)
        {
            int among = starts.Count < options.LocalSearches / 2 ? left.Length : options.Candidates;
            if (Drawn(left.AsSpan(0, among)) is not { } chosen)
            {
                break;
            }

            starts.Add(chosen);
            left[chosen] = double.NegativeInfinity;
        }

        return starts;
    }

    /// <summary>An index drawn by logarithms of weights; null where no weight is left.</summary>
    private int? Drawn(ReadOnlySpan<double> logarithms)
    {
        double largest = double.NegativeInfinity, total = 0;
        foreach (double value in logarithms)
        {
            largest = Math.Max(largest, value);
        }

        foreach (double value in logarithms)
        {
            total += Math.Exp(value - largest);
        }

        double place = _random.NextDouble() * total;
        int? chosen = null;
        for (int i = 0; i < logarithms.Length && place >= 0; i++)
        {
            if (logarithms[i] > double.NegativeInfinity)
            {
                chosen = i;
                place -= Math.Exp(logarithms[i] - largest);
            }
        }

        return chosen;
    }
}
