using PocketFlow.Data;
using PocketFlow.Search;

namespace PocketFlow.SamplerBench;

/// <summary>A study of a function.</summary>
internal sealed class BenchStudy
{
    private readonly BenchFunction _function;
    private readonly Study _study;
    private readonly List<(double Told, Evaluation Result)> _feasible = [];
    private SeededRandom _noise;

    public BenchStudy(BenchFunction function, ISampler sampler, int seed)
    {
        (_function, _noise) = (function, new SeededRandom(seed).Split(1));
        _study = Study.InMemory(new StudyOptions
        {
            Sampler = sampler, Seed = seed, IsDeterministic = function.Noise == 0,
            Directions = [.. (function.Reference ?? [0]).Select(_ => StudyDirection.Minimize)],
        });
    }

    /// <summary>What a user would keep falls short of the optimum by this; 1e6 while no trial is feasible.</summary>
    public double Regret => _feasible.Count == 0 ? 1e6
        : _function.Reference is { } reference
            ? _function.Optimum - Area([.. _feasible.Select(f => f.Result.Values)], reference)
            : _feasible.MinBy(f => f.Told).Result.Values[0] - _function.Optimum;

    public Trial Ask() => _study.Ask(_function.IsConditional ? null : _function.Space);

    public void Tell(Trial trial)
    {
        Evaluation result = _function.Evaluate(name => trial.Suggest(name, _function.Space[name]));
        if (result.Constraints.Length > 0)
        {
            trial.SetConstraints(result.Constraints);
        }

        double[] told = [.. result.Values.Select(v => v + _function.Noise * Normal())];
        if (result.Constraints.All(c => c <= 0))
        {
            _feasible.Add((told[0], result));
        }

        _study.Tell(trial, told);
    }

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _noise.NextDouble())) * Math.Cos(2 * Math.PI * _noise.NextDouble());

    /// <summary>What two losses dominate up to a reference.</summary>
    private static double Area(double[][] points, double[] reference)
    {
        double area = 0, bound = reference[1];
        foreach (double[] point in points.Where(p => p[0] < reference[0]).OrderBy(p => p[0]).ThenBy(p => p[1]))
        {
            if (point[1] < bound)
            {
                area += (reference[0] - point[0]) * (bound - point[1]);
                bound = point[1];
            }
        }

        return area;
    }
}
