using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>What a search varies: a few parameters that give every layer a position between its least and its whole.</summary>
public abstract class Parametrization
{
    private protected Parametrization(string name) => Name = name;

    /// <summary>The name in recipes: lower case, words joined by hyphens.</summary>
    public string Name { get; }

    /// <summary>The parameters.</summary>
    public abstract SearchSpace Space { get; }

    /// <summary>The positions of the layers.</summary>
    public abstract double[] Positions(IReadOnlyDictionary<string, double> parameters);

    /// <summary>The parameters that come closest to a candidate's positions.</summary>
    public abstract IReadOnlyDictionary<string, double> ParametersOf(IReadOnlyList<double> positions);

    /// <summary>
    /// Chooses by name, or by what the trials suffice for: ten of them for each parameter. Many parameters with few trials are
    /// searched no better than at random.
    /// </summary>
    /// <param name="name"><c>per-layer</c>, <c>like-layers</c>, <c>stages</c>, or null.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="heuristic">The positions of the candidate that sensitivity gives.</param>
    /// <param name="trials">How many trials there will be.</param>
    public static Parametrization Choose(
        string? name, IReadOnlyList<AllocatedLayer> layers, IReadOnlyList<double> heuristic, int trials)
    {
        Parametrization perLayer = new PerLayerParametrization(layers);
        Parametrization likeLayers = new BlockParametrization("like-layers", layers, heuristic, l => l.Likeness);
        Parametrization stages = new BlockParametrization("stages", layers, heuristic, l => l.Stage);
        Parametrization[] all = [perLayer, likeLayers, stages];
        return name is null
            ? all.FirstOrDefault(p => p.Space.Count * 10 <= trials) ?? stages
            : all.First(p => p.Name == name);
    }

    /// <summary>The names that recipes know.</summary>
    public static IReadOnlyList<string> Names { get; } = ["per-layer", "like-layers", "stages"];
}
