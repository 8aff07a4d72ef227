using MathNet.Numerics.Distributions;
using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>Draws a trial of a generation.</summary>
/// <param name="request">Asks for it; is told the places on the unit interval that were drawn.</param>
/// <param name="space">What is searched.</param>
/// <param name="evolution">What the generation is drawn from.</param>
internal sealed class Draw(SamplingRequest request, StrategySpace space, Evolution evolution)
{
    /// <summary>Points beyond the bounds are drawn again this often per axis; then they are moved to the bounds.</summary>
    private const int DrawsPerAxis = 10;
    private static readonly long s_point = StableHash.Of("cma-es point");

    public Dictionary<string, double> Values()
    {
        SeededRandom random = request.NewRandom(s_point);
        var values = request.Space.ToDictionary(p => p.Key, p => p.Value.FromUnit(0.5), StringComparer.Ordinal);
        double[] first = First(ref random);
        double[] point = Inside(first[..space.Numbers.Count], ref random);
        for (int i = 0; i < point.Length; i++)
        {
            (string name, Distribution distribution) = space.Numbers[i];
            values[name] = distribution.FromUnit(point[i]);
        }

        for (int i = 0; i < space.Categories.Count; i++)
        {
            values[space.Categories[i].Key] = evolution.Categories.At(i, first[point.Length + i]);
        }

        TrialNotes.NoteDrawn(request, space.Numbers.Select((p, i) => (p.Key, point[i])).ToDictionary());
        return values;
    }

    /// <summary>A point of the unit cube: the trial's own of a Sobol sequence, whose normal points represent the distribution
    /// better than random ones do; a random one where that was refused.</summary>
    private double[] First(ref SeededRandom random)
    {
        int dimensions = space.Numbers.Count + space.Categories.Count;
        return request.Attempt == 0 && dimensions > 0 && dimensions <= SobolSequence.MaximalDimensions
            ? new SobolSequence(dimensions, request.History.Seed).Point(request.Number)
            : Uniform(dimensions, ref random);
    }

    private double[] Inside(double[] uniform, ref SeededRandom random)
    {
        double[] point = Point(uniform);
        for (int i = 0; i < DrawsPerAxis * point.Length && !IsInside(point); i++)
        {
            point = Point(Uniform(point.Length, ref random));
        }

        return [.. point.Select((x, i) => space.Axes[i].Count is null ? Math.Clamp(x, 0, 1) : x)];
    }

    private double[] Point(double[] uniform) =>
        evolution.State.Point([.. uniform.Select(u => Normal.InvCDF(0, 1, u))]);

    /// <summary>Whether real numbers are within their bounds. Beyond the cells of other ones the outer values go on.</summary>
    private bool IsInside(double[] point) =>
        !point.Where((x, i) => space.Axes[i].Count is null && x is < 0 or > 1).Any();

    /// <summary>Numbers between 0 and 1, both excluded, since their quantiles are infinite.</summary>
    private static double[] Uniform(int count, ref SeededRandom random)
    {
        double[] uniform = new double[count];
        for (int i = 0; i < count; i++)
        {
            uniform[i] = Math.Max(random.NextDouble(), 1e-300);
        }

        return uniform;
    }
}
