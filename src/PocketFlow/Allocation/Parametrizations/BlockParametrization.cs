using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>
/// Few parameters for many layers: the weight of the sensitivity heuristic against the uniform candidate, and for each
/// block of layers how far it is moved from there.
/// </summary>
public sealed class BlockParametrization : Parametrization
{
    private const string WeightName = "sensitivity";
    private const double Uniform = 0.5;
    private readonly IReadOnlyList<double> _heuristic;
    private readonly string[] _blocks;

    /// <summary>Divides layers into blocks.</summary>
    /// <param name="name">The name in recipes.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="heuristic">The positions of the candidate that sensitivity gives.</param>
    /// <param name="block">Names the block of a layer.</param>
    public BlockParametrization(
        string name, IReadOnlyList<AllocatedLayer> layers, IReadOnlyList<double> heuristic,
        Func<AllocatedLayer, string> block)
        : base(name)
    {
        _heuristic = heuristic;
        _blocks = [.. layers.Select(l => $"offset:{block(l)}")];
        Space.Add(WeightName, new FloatDistribution(0, 1.5));
        foreach (string offset in _blocks.Distinct())
        {
            Space.Add(offset, new FloatDistribution(-0.5, 0.5));
        }
    }

    /// <inheritdoc/>
    public override SearchSpace Space { get; } = [];

    /// <inheritdoc/>
    public override double[] Positions(IReadOnlyDictionary<string, double> parameters) =>
        [.. _blocks.Select((b, i) => Base(i, parameters[WeightName]) + parameters[b])];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> ParametersOf(IReadOnlyList<double> positions)
    {
        // Uniform and the heuristic are given exactly; anything else by whichever of both leaves smaller offsets.
        Dictionary<string, double>[] candidates = [Around(0, positions), Around(1, positions)];
        return candidates.MinBy(c => c.Where(p => p.Key != WeightName).Sum(p => p.Value * p.Value))!;
    }

    private Dictionary<string, double> Around(double weight, IReadOnlyList<double> positions)
    {
        double[] distance = [.. positions.Select((p, i) => p - Base(i, weight))];
        // A distance that all layers share changes nothing: the budget decides it.
        double common = distance.Average();
        var parameters = new Dictionary<string, double> { [WeightName] = weight };
        foreach (string block in _blocks.Distinct())
        {
            double mean = distance.Where((_, i) => _blocks[i] == block).Average() - common;
            parameters[block] = Math.Clamp(mean, -0.5, 0.5);
        }

        return parameters;
    }

    private double Base(int layer, double weight) => (1 - weight) * Uniform + weight * _heuristic[layer];
}
