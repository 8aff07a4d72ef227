using System.Globalization;

namespace PocketFlow.Search;

/// <summary>The trials of a study as last read. Finished ones never change, so only others are read again.</summary>
internal sealed class TrialCache
{
    private readonly List<TrialRecord> _trials = [];

    /// <summary>The largest key of a trial; ids of a study grow in the order in which trials become visible.</summary>
    public long LastId { get; private set; }

    /// <summary>Keys of trials that were not finished.</summary>
    public HashSet<long> Open { get; } = [];

    /// <summary>SQL that holds for those trials of @study that may differ from the cache: new ones, and those that were not finished.
    /// </summary>
    /// <remarks>The plus keeps databases from walking through the index of all the study's trials.</remarks>
    public string Changing => "+study_id = @study AND (trial_id > " + LastId.ToString(CultureInfo.InvariantCulture)
        + (Open.Count > 0
            ? $" OR trial_id IN ({string.Join(", ", Open.Select(i => i.ToString(CultureInfo.InvariantCulture)))}))"
            : ")");

    /// <summary>Every trial by number.</summary>
    public IReadOnlyList<TrialRecord> Snapshot => [.. _trials];

    public void Put(TrialRecord trial)
    {
        LastId = Math.Max(LastId, trial.Id);
        _ = trial.IsFinished ? Open.Remove(trial.Id) : Open.Add(trial.Id);
        int index = IndexOf(trial.Number);
        if (index < _trials.Count && _trials[index].Number == trial.Number)
        {
            _trials[index] = trial;
        }
        else
        {
            _trials.Insert(index, trial);
        }
    }

    private int IndexOf(int number)
    {
        int index = _trials.BinarySearch(null!, Comparer<TrialRecord?>.Create((t, _) => t!.Number.CompareTo(number)));
        return index < 0 ? ~index : index;
    }
}
