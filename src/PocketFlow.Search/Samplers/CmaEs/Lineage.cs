namespace PocketFlow.Search;

/// <summary>All generations of a study, worked out from its history. Never changes.</summary>
internal sealed class Lineage
{
    private readonly StudyHistory _history;
    private readonly StrategySpace _space;
    private readonly List<(IReadOnlyList<TrialRecord> Trials, Evolution Evolution)> _generations = [];

    private Lineage(StudyHistory history, StrategySpace space) => (_history, _space) = (history, space);

    /// <summary>The number of the generation that is being filled.</summary>
    public int Generation => _generations.Count - 1;

    /// <summary>What that one is drawn from.</summary>
    public Evolution Evolution => _generations[^1].Evolution;

    /// <summary>Replays the history.</summary>
    /// <param name="history">Of the study.</param>
    /// <param name="space">What is searched.</param>
    /// <param name="options">Of the strategy.</param>
    /// <param name="known">An earlier lineage; what came from the same trials is taken from it.</param>
    public static Lineage Of(StudyHistory history, StrategySpace space, CmaEsOptions options, Lineage? known)
    {
        var members = Members.Of(history, space);
        var lineage = new Lineage(history, space);
        lineage.Add(members.Starts, known, () => Evolution.Begin(history, space, members.Starts, options));
        while (members.Of(lineage.Generation) is var born && born.Count >= lineage.Evolution.PopulationSize)
        {
            lineage.Add(born, known, () => lineage.Evolution.After(history, space, born, lineage.Generation, options));
        }

        return lineage;
    }

    private void Add(IReadOnlyList<TrialRecord> trials, Lineage? known, Func<Evolution> next)
    {
        int index = _generations.Count;
        bool isKnown = known is not null && IsSameUpTo(known, index) && AreSame(known._generations[index].Trials, trials);
        _generations.Add((trials, isKnown ? known!._generations[index].Evolution : next()));
    }

    /// <summary>Whether another lineage is about the same study and has this one's last generation, and one more.</summary>
    private bool IsSameUpTo(Lineage other, int index) => index < other._generations.Count && (index > 0
        ? ReferenceEquals(other._generations[index - 1].Evolution, Evolution)
        : _history.Seed == other._history.Seed && _history.Directions.SequenceEqual(other._history.Directions)
            && _space.IsSame(other._space));

    /// <summary>Finished trials never change: the same objects have the same content.</summary>
    private static bool AreSame(IReadOnlyList<TrialRecord> one, IReadOnlyList<TrialRecord> other) =>
        one.Count == other.Count && one.Zip(other).All(p => ReferenceEquals(p.First, p.Second));
}
