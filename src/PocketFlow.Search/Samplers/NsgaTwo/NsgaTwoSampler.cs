using System.Text.Json;
using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>Evolves the best trials so far: for several objectives, and for many trials of one.</summary>
/// <remarks>
/// Deb, Pratap, Agarwal, Meyarivan 2002, "A fast and elitist multiobjective genetic algorithm: NSGA-II". A trial notes its
/// generation; from that all parents follow. A generation is complete with as many results as the population has places, and
/// what other workers add later competes as well. Trials without a note, such as those that a user queued, belong to the
/// first generation. Parameters that only some trials have are inherited by those that need them.
/// </remarks>
public sealed class NsgaTwoSampler : ISampler
{
    private const string GenerationKey = "nsga-ii:generation";
    private static readonly long s_parents = StableHash.Of("nsga-ii parents");
    private readonly NsgaTwoOptions _options;

    /// <summary>Creates the sampler.</summary>
    /// <param name="options">Null for the defaults.</param>
    public NsgaTwoSampler(NsgaTwoOptions? options = null) => _options = options ?? new NsgaTwoOptions();

    /// <inheritdoc/>
    public string Name => "nsga-ii";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Sample(SamplingRequest request)
    {
        (int generation, Population? population) = Evolve(request.History);
        request.Attributes[GenerationKey] = JsonSerializer.Serialize((long)generation, SearchJson.Default.Int64);
        SeededRandom random = request.NewRandom(s_parents);
        TrialRecord[] parents = population is null ? [] : Parents(population, ref random);

        // No child is a copy: with one parent a parameter is changed for sure, and one is drawn anew where the child was
        // evaluated before.
        int changed = random.NextInt32(request.Space.Count);
        double mutation = _options.MutationProbability ?? 1.0 / Math.Max(request.Space.Count, parents.Length == 0
            ? 1 : parents[0].Parameters.Count);
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, Distribution distribution) in request.Space)
        {
            SeededRandom own = request.NewRandom(StableHash.Of(name));
            bool isChanged = values.Count == changed;
            double[] inherited = isChanged && request.Attempt > 0 ? [] : [.. parents
                .Where(p => p.Parameters.TryGetValue(name, out double value) && distribution.Contains(value))
                .Select(p => p.Parameters[name])];
            values[name] = inherited.Length == 0
                ? distribution.FromUnit(own.NextDouble())
                : Child(distribution, inherited, isChanged && parents.Length == 1 ? 1 : mutation, ref own);
        }

        return values;
    }

    /// <summary>The generation that is being filled, and whom it descends from.</summary>
    private (int Generation, Population? Population) Evolve(StudyHistory history)
    {
        var generations = new SortedDictionary<int, List<TrialRecord>>();
        foreach (TrialRecord trial in history.Trials)
        {
            if (trial.State is TrialState.Completed or TrialState.Pruned)
            {
                int generation = trial.SystemAttributes.TryGetValue(GenerationKey, out string? json)
                    ? (int)JsonSerializer.Deserialize(json, SearchJson.Default.Int64) : 0;
                generations.TryAdd(generation, []);
                generations[generation].Add(trial);
            }
        }

        Population? population = null;
        int next = 0;
        while (generations.TryGetValue(next, out List<TrialRecord>? born) && born.Count >= _options.PopulationSize)
        {
            population = Population.Select(history, [.. population?.Trials ?? [], .. born], _options.PopulationSize);
            next++;
        }

        return (next, population);
    }

    /// <summary>The winners of one or two tournaments.</summary>
    private TrialRecord[] Parents(Population population, ref SeededRandom random)
    {
        int count = random.NextBoolean(_options.CrossoverProbability) ? 2 : 1;
        var parents = new TrialRecord[count];
        for (int i = 0; i < count; i++)
        {
            int one = random.NextInt32(population.Trials.Length), other = random.NextInt32(population.Trials.Length);
            parents[i] = population.Trials[population.Wins(one, other) ? one : other];
        }

        return parents;
    }

    private double Child(Distribution distribution, double[] parents, double mutation, ref SeededRandom random)
    {
        // As in the authors' code, every second parameter is mixed and the others are taken over.
        double value = parents[0];
        bool mixes = random.NextBoolean(), takesOther = random.NextBoolean(), mutates = random.NextBoolean(mutation);
        if (distribution is CategoricalDistribution)
        {
            return mutates ? distribution.FromUnit(random.NextDouble()) : parents[takesOther ? ^1 : 0];
        }

        double unit = distribution.ToUnit(value);
        if (mixes && parents.Length == 2)
        {
            unit = Variation.Cross(unit, distribution.ToUnit(parents[1]), _options.CrossoverIndex, ref random);
        }

        if (mutates)
        {
            unit = Variation.Mutate(unit, _options.MutationIndex, ref random);
        }

        return distribution.FromUnit(unit);
    }
}
