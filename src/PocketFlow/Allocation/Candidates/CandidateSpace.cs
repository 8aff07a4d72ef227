using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>Turns the parameters of a trial into a candidate that meets the budget, and back.</summary>
/// <remarks>
/// Where the budget is a latency, which only a measurement knows, the share of the whole model's cost is one more
/// parameter, and candidates are projected to that.
/// </remarks>
internal sealed class CandidateSpace
{
    private const string SizeName = "size";
    private readonly IAllocationProblem _problem;
    private readonly Parametrization _parametrization;
    private readonly Budget _budget;
    private readonly bool _hasSize;

    public CandidateSpace(IAllocationProblem problem, Parametrization parametrization, Budget budget, BudgetKind proxy)
    {
        (_problem, _parametrization) = (problem, parametrization);
        _hasSize = budget.Kind == BudgetKind.Latency;
        double whole = _hasSize ? problem.Cost(proxy, problem.Whole()) : 0;
        _budget = _hasSize ? new Budget(proxy, whole) : budget;
        foreach ((string name, Distribution distribution) in parametrization.Space)
        {
            Space.Add(name, distribution);
        }

        if (_hasSize)
        {
            double least = problem.Cost(proxy, new int[problem.Layers.Count]) / whole;
            Space.Add(SizeName, new FloatDistribution(least * 1.001, 1));
        }
    }

    /// <summary>What a sampler chooses.</summary>
    public SearchSpace Space { get; } = [];

    /// <summary>The candidate of a trial.</summary>
    public int[] Levels(IReadOnlyDictionary<string, double> parameters)
    {
        Budget budget = _hasSize ? _budget with { Limit = _budget.Limit * parameters[SizeName] } : _budget;
        return new BudgetProjection(_problem, budget).Project(_parametrization.Positions(parameters));
    }

    /// <summary>The parameters of a candidate.</summary>
    public IReadOnlyDictionary<string, double> ParametersOf(int[] levels)
    {
        double[] positions = [.. levels.Select((l, i) => _problem.Layers[i].PositionOf(l))];
        var parameters = new Dictionary<string, double>(_parametrization.ParametersOf(positions), StringComparer.Ordinal);
        if (_hasSize)
        {
            var size = (FloatDistribution)Space[SizeName];
            double share = _problem.Cost(_budget.Kind, levels) / _budget.Limit * (1 + 1e-9);
            parameters[SizeName] = Math.Clamp(share, size.Low, size.High);
        }

        return parameters;
    }
}
