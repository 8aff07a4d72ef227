using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>Draws every parameter by itself, whatever the history says.</summary>
public sealed class RandomSampler : ISampler
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <summary>Nothing is chosen jointly.</summary>
    public SearchSpace JointSpace(StudyHistory history) => SearchSpace.Empty;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Sample(SamplingRequest request)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, Distribution distribution) in request.Space)
        {
            SeededRandom random = request.NewRandom(StableHash.Of(name));
            values[name] = distribution.FromUnit(random.NextDouble());
        }

        return values;
    }
}
