namespace PocketFlow.Search;

/// <summary>The parameters that every trial had, with the same values to choose from: what can be sampled jointly where
/// the objective decides by itself which parameters it asks for.</summary>
public static class IntersectionSpace
{
    /// <summary>The common parameters of all trials that were completed or pruned, sorted by name.</summary>
    public static SearchSpace Of(StudyHistory history)
    {
        Dictionary<string, Distribution>? common = null;
        foreach (TrialRecord trial in history.Trials)
        {
            if (trial.State is not (TrialState.Completed or TrialState.Pruned))
            {
                continue;
            }

            if (common is null)
            {
                common = new(trial.Distributions, StringComparer.Ordinal);
                continue;
            }

            foreach (string name in common.Keys.ToArray())
            {
                if (!trial.Distributions.TryGetValue(name, out Distribution? other) || !other.Equals(common[name]))
                {
                    common.Remove(name);
                }
            }
        }

        var space = new SearchSpace();
        foreach ((string name, Distribution distribution) in (common ?? []).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            space.Add(name, distribution);
        }

        return space;
    }
}
