namespace PocketFlow.Search;

/// <summary>Something that happened in a search, and where the search stands after it.</summary>
public sealed record StudyEvent
{
    /// <summary>What happened.</summary>
    public required StudyEventKind Kind { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTime Time { get; init; }

    /// <summary>The study's name.</summary>
    public required string Study { get; init; }

    /// <summary>One per objective.</summary>
    public required IReadOnlyList<StudyDirection> Directions { get; init; }

    /// <summary>How many finished trials the study is to have.</summary>
    public required int Planned { get; init; }

    /// <summary>How many it has, those of other workers and of earlier runs included.</summary>
    public required int Finished { get; init; }

    /// <summary>The trial that the event is about, as it is after it; null for events of the study.</summary>
    public TrialRecord? Trial { get; init; }

    /// <summary>The step of the value that the trial reported; null for other events.</summary>
    public int? Step { get; init; }

    /// <summary>The best trial so far; null while there is none, and for several objectives.</summary>
    public TrialRecord? Best { get; init; }

    /// <summary>How many trials no other one dominates; null for one objective.</summary>
    public int? FrontSize { get; init; }

    /// <summary>Time since this worker began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The part of it that was spent outside of trials: the sampler and the storage.</summary>
    public TimeSpan Overhead { get; init; }

    /// <summary>Time until all planned trials are finished, at the pace so far; null while none was finished.</summary>
    public TimeSpan? Remaining { get; init; }
}
