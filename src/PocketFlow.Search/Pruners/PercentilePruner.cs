namespace PocketFlow.Search;

/// <summary>Ends a trial whose best value so far is worse than a percentile of the completed trials' values at the same
/// step.</summary>
public class PercentilePruner : ITrialPruner
{
    /// <inheritdoc/>
    public virtual string Name => "percentile";

    /// <summary>The best share of trials that go on, in percent, 0 to 100.</summary>
    /// <value>The default is 25.</value>
    public double Percentile
    {
        get;
        init => field = value is >= 0 and <= 100
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "expected a percentile from 0 to 100.");
    }
    = 25;

    /// <summary>Nothing is pruned before so many trials were completed.</summary>
    /// <value>The default is 5.</value>
    public int StartupTrials { get; init; } = 5;

    /// <summary>The first step at which a trial can be pruned.</summary>
    /// <value>The default is 0.</value>
    public int WarmupSteps { get; init; }

    /// <summary>Steps from one decision to the next, counted from the first.</summary>
    /// <value>The default is 1; at least 1.</value>
    public int IntervalSteps
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "expected 1 or more steps.");
    }
    = 1;

    /// <summary>Values of completed trials at a step that a decision needs.</summary>
    /// <value>The default is 1.</value>
    public int MinimalTrials { get; init; } = 1;

    /// <inheritdoc/>
    public bool ShouldPrune(StudyHistory history, TrialRecord trial)
    {
        Reports.RequireOneObjective(history, this);
        TrialRecord[] completed = [.. history.Trials.Where(t => t.State == TrialState.Completed)];
        if (completed.Length == 0 || completed.Length < StartupTrials
            || Reports.LastStep(trial) is not { } step || !IsDue(trial, step))
        {
            return false;
        }

        double[] own = [.. trial.IntermediateValues.Values.Where(v => !double.IsNaN(v)).Select(v => history.Loss(v))];
        if (own.Length == 0)
        {
            return true;
        }

        double[] others = [.. completed.Where(t => t.IntermediateValues.ContainsKey(step))
            .Select(t => history.Loss(t.IntermediateValues[step]))];
        return others.Length >= MinimalTrials && own.Min() > PercentileOf(others);
    }

    /// <summary>Whether nothing was reported since the decision that is due.</summary>
    private bool IsDue(TrialRecord trial, int step)
    {
        if (step < WarmupSteps)
        {
            return false;
        }

        int due = (step - WarmupSteps) / IntervalSteps * IntervalSteps + WarmupSteps;
        return trial.IntermediateValues.Keys.All(s => s == step || s < due);
    }

    /// <summary>Between neighbours in order, linearly; NaN, which nothing is worse than, where there are no numbers.</summary>
    private double PercentileOf(double[] losses)
    {
        double[] sorted = [.. losses.Where(v => !double.IsNaN(v)).Order()];
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        double place = Percentile / 100 * (sorted.Length - 1);
        int below = (int)place;
        double share = place - below;
        return share == 0 ? sorted[below] : sorted[below] + share * (sorted[below + 1] - sorted[below]);
    }
}
