namespace PocketFlow.Search;

/// <summary>What evaluating a trial came to.</summary>
public sealed record TrialResult
{
    private TrialResult(TrialState state, IReadOnlyList<double> values) => (State, Values) = (state, values);

    /// <summary>The trial was not worth going on with.</summary>
    public static TrialResult Pruned { get; } = new(TrialState.Pruned, []);

    /// <summary>Completed or pruned.</summary>
    public TrialState State { get; }

    /// <summary>One per objective, if completed.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>A value per objective; NaN among them fails the trial.</summary>
    public static TrialResult Completed(params double[] values) => new(TrialState.Completed, values);
}
