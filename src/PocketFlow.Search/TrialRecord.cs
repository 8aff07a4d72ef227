using System.Text.Json;

namespace PocketFlow.Search;

/// <summary>What is known of a trial at one moment; never changes.</summary>
public sealed record TrialRecord
{
    /// <summary>Key of the system attribute with constraint values, as a JSON array.</summary>
    public const string ConstraintsKey = "constraints";

    private static readonly Dictionary<string, string> s_noAttributes = [];

    /// <summary>Identifies the trial in its storage.</summary>
    public required long Id { get; init; }

    /// <summary>Position in the study, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>Where it stands.</summary>
    public required TrialState State { get; init; }

    /// <summary>One value per objective once it is completed; else empty. May be infinite, never NaN.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];

    /// <summary>The values of its parameters; a category is its index.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    /// <summary>What the parameters were chosen from; has the same names.</summary>
    public IReadOnlyDictionary<string, Distribution> Distributions { get; init; } = new Dictionary<string, Distribution>();

    /// <summary>What it reported on its way, by step.</summary>
    public IReadOnlyDictionary<int, double> IntermediateValues { get; init; } = new Dictionary<int, double>();

    /// <summary>JSON texts that the objective attached.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = s_noAttributes;

    /// <summary>JSON texts that samplers and storages attached.</summary>
    public IReadOnlyDictionary<string, string> SystemAttributes { get; init; } = s_noAttributes;

    /// <summary>Who evaluates it, or did; null where nobody of PocketFlow does.</summary>
    public string? Worker => SystemAttributes.TryGetValue(StoredKeys.Worker, out string? json)
        ? JsonSerializer.Deserialize(json, SearchJson.Default.String)
        : null;

    /// <summary>When a worker began it, UTC; null while it waits.</summary>
    public DateTime? Started { get; init; }

    /// <summary>When it ended, UTC; null until then.</summary>
    public DateTime? Finished { get; init; }

    /// <summary>The only objective's value.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one value.</exception>
    public double Value => Values.Single();

    /// <summary>Whether nothing will change any more.</summary>
    public bool IsFinished => State is TrialState.Completed or TrialState.Pruned or TrialState.Failed;

    /// <summary>Constraint values; each is met at 0 or below. Empty where there are none.</summary>
    public IReadOnlyList<double> Constraints => field ??= ConstraintValues.Of(SystemAttributes);

    /// <summary>Whether every constraint is met.</summary>
    public bool IsFeasible => Constraints.Count == 0 || Constraints.All(c => c <= 0);

    /// <summary>The sum of what constraints are missed by.</summary>
    public double Violation => Constraints.Sum(c => Math.Max(0, c));
}
