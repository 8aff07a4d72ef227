namespace PocketFlow.Search;

/// <summary>What a new trial starts with.</summary>
public sealed record TrialTemplate
{
    /// <summary>The values of parameters that are already chosen.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    /// <summary>What they are chosen from; the same names.</summary>
    public IReadOnlyDictionary<string, Distribution> Distributions { get; init; } = new Dictionary<string, Distribution>();

    /// <summary>JSON texts of the user.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>JSON texts of the library.</summary>
    public IReadOnlyDictionary<string, string> SystemAttributes { get; init; } = new Dictionary<string, string>();
}
