namespace PocketFlow.Search;

/// <summary>Lets the best of every few trials go on at each rung, as trials arrive there.</summary>
/// <remarks>
/// Asynchronous successive halving (Li et al. 2018, arXiv:1810.05934, algorithm 2), without its queue of paused trials: a trial
/// that is not promoted when it reaches a rung ends. Rung r is at step
/// <see cref="MinimalResource"/> · <see cref="ReductionFactor"/>^(r + <see cref="EarlyStoppingRate"/>).
/// </remarks>
public sealed class SuccessiveHalvingPruner : ITrialPruner
{
    /// <inheritdoc/>
    public string Name => "successive-halving";

    /// <summary>The step of the lowest rung.</summary>
    /// <value>At least 1. By default a hundredth of the first completed trial's last step; until then nothing is
    /// pruned.</value>
    public int? MinimalResource
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "expected 1 or more steps.");
    }

    /// <summary>One of so many trials is promoted from a rung, and the next one is so many times higher.</summary>
    /// <value>The default is 4; at least 2.</value>
    public int ReductionFactor
    {
        get;
        init => field = value >= 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "expected 2 or more.");
    }
    = 4;

    /// <summary>How many of the lowest rungs are left out.</summary>
    /// <value>The default is 0.</value>
    public int EarlyStoppingRate { get; init; }

    /// <summary>A rung promotes no trial before so many others reached it.</summary>
    /// <value>The default is 0.</value>
    public int BootstrapTrials { get; init; }

    /// <inheritdoc/>
    public bool ShouldPrune(StudyHistory history, TrialRecord trial)
    {
        Reports.RequireOneObjective(history, this);
        int? minimal = MinimalResource ?? (Reports.FirstLength(history) is { } length ? Math.Max(length / 100, 1) : null);
        if (minimal is not { } lowest || Reports.LastStep(trial) is not { } step)
        {
            return false;
        }

        int before = trial.IntermediateValues.Keys.Where(s => s != step).DefaultIfEmpty(-1).Max();
        for (double rung = lowest * Math.Pow(ReductionFactor, EarlyStoppingRate); rung <= step; rung *= ReductionFactor)
        {
            if (before < rung && !IsPromoted(history, trial, rung))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsPromoted(StudyHistory history, TrialRecord trial, double rung)
    {
        double own = LossAt(history, trial, rung)!.Value;
        double[] others = [.. history.Trials.Where(t => t.Number != trial.Number).Select(t => LossAt(history, t, rung))
            .OfType<double>().Where(l => !double.IsNaN(l))];
        if (double.IsNaN(own) || others.Length < BootstrapTrials)
        {
            return false;
        }

        // Until the rung has as many trials as one is promoted of, the best of those there goes on.
        int promoted = Math.Max((others.Length + 1) / ReductionFactor, 1);
        return others.Count(o => o < own) < promoted;
    }

    /// <summary>The loss with which a trial reached a rung; null when it did not.</summary>
    private static double? LossAt(StudyHistory history, TrialRecord trial, double rung)
    {
        int? first = trial.IntermediateValues.Keys.Where(s => s >= rung).Select(s => (int?)s).Min();
        return first is { } step ? history.Loss(trial.IntermediateValues[step]) : null;
    }
}
