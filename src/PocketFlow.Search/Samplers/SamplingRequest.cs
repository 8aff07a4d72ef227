using System.Collections.ObjectModel;
using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>Asks a sampler for the values of a trial.</summary>
/// <param name="History">Everything so far; the trial itself is not in it.</param>
/// <param name="Number">The trial's number.</param>
/// <param name="Space">The parameters to choose.</param>
/// <param name="Attempt">0, or how often a point was refused because it had been evaluated before.</param>
public sealed record SamplingRequest(StudyHistory History, int Number, SearchSpace Space, int Attempt = 0)
{
    /// <summary>Values that the trial has already, where a parameter is asked for by itself.</summary>
    public IReadOnlyDictionary<string, double> Given { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>JSON texts that the sampler wants to find again with the trial (system attributes).</summary>
    public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>The random stream of this request for a purpose.</summary>
    public SeededRandom NewRandom(long purpose = 0) => History.RandomOf(Number, purpose).Split(Attempt);
}
