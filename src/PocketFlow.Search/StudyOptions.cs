namespace PocketFlow.Search;

/// <summary>How a study is searched.</summary>
public sealed record StudyOptions
{
    /// <summary>What chooses parameters.</summary>
    /// <value>The default draws at random.</value>
    public ISampler Sampler { get; init; } = new RandomSampler();

    /// <summary>What ends trials early.</summary>
    /// <value>The default lets all run to their end.</value>
    public ITrialPruner Pruner { get; init; } = new NoPruner();

    /// <summary>One per objective.</summary>
    /// <value>The default minimizes one value.</value>
    public IReadOnlyList<StudyDirection> Directions { get; init; } = [StudyDirection.Minimize];

    /// <summary>Seed of everything random.</summary>
    /// <value>The default is 0.</value>
    public long Seed { get; init; }

    /// <summary>What the study is about, by name: the model, the target, the data. Compared when a study is opened
    /// again, so that trials of different problems never mix.</summary>
    public IReadOnlyDictionary<string, string> Identity { get; init; } = new Dictionary<string, string>();

    /// <summary>How often another point is drawn where a point of a finite space was evaluated before.</summary>
    /// <value>The default is 8; then an unseen point is drawn at random where the space is small, else the repeated one
    /// is taken.</value>
    public int Attempts { get; init; } = 8;

    /// <summary>Whether the same parameters always give the same value, so that evaluating a point twice is a waste.</summary>
    /// <value>The default is true.</value>
    public bool IsDeterministic { get; init; } = true;

    /// <summary>A name for this worker that no other one has.</summary>
    /// <value>The default is new for each value of options, and tells others when this process has ended.</value>
    public string Worker { get; init; } = WorkerName.New();
}
