using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>One parameter for each layer: its position.</summary>
public sealed class PerLayerParametrization : Parametrization
{
    private readonly string[] _names;

    /// <summary>Creates the parameters of some layers.</summary>
    public PerLayerParametrization(IReadOnlyList<AllocatedLayer> layers)
        : base("per-layer")
    {
        _names = [.. layers.Select(l => $"position:{l.Name}")];
        foreach (string name in _names)
        {
            Space.Add(name, new FloatDistribution(0, 1));
        }
    }

    /// <inheritdoc/>
    public override SearchSpace Space { get; } = [];

    /// <inheritdoc/>
    public override double[] Positions(IReadOnlyDictionary<string, double> parameters) =>
        [.. _names.Select(n => parameters[n])];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> ParametersOf(IReadOnlyList<double> positions) =>
        _names.Select((n, i) => (n, Math.Clamp(positions[i], 0, 1))).ToDictionary(p => p.n, p => p.Item2);
}
