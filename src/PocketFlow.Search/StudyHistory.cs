using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>What samplers and pruners decide by: the objectives and every trial so far.</summary>
/// <param name="Directions">One per objective.</param>
/// <param name="Trials">In order of their numbers, running ones included.</param>
/// <param name="Seed">Seed of everything random in the study.</param>
public sealed record StudyHistory(
    IReadOnlyList<StudyDirection> Directions, IReadOnlyList<TrialRecord> Trials, long Seed)
{
    /// <summary>Whether there is one objective.</summary>
    public bool IsSingleObjective => Directions.Count == 1;

    /// <summary>The completed, feasible trial with the best value of the only objective; of several objectives those that
    /// no other one dominates, by number. Empty while there is none.</summary>
    public IReadOnlyList<TrialRecord> BestTrials
    {
        get
        {
            (TrialRecord Trial, double[] Losses)[] candidates = [.. Trials
                .Where(t => t.State == TrialState.Completed && t.IsFeasible).Select(t => (t, Losses(t)))];
            return [.. (IsSingleObjective
                ? candidates.OrderBy(c => c.Losses[0]).Take(1)
                : candidates.Where(c => !candidates.Any(o => Dominance.Dominates(o.Losses, c.Losses)))).Select(c => c.Trial)];
        }
    }

    /// <summary>The values of a trial, turned so that smaller is better.</summary>
    public double[] Losses(TrialRecord trial) =>
        [.. trial.Values.Select((v, i) => Directions[i] == StudyDirection.Minimize ? v : -v)];

    /// <summary>A number turned so that smaller is better, as the values of one objective.</summary>
    public double Loss(double value, int objective = 0) =>
        Directions[objective] == StudyDirection.Minimize ? value : -value;

    /// <summary>The random stream of a trial for a purpose: a function of the seed, the trial's number and the purpose,
    /// so that a study that goes on after an interruption draws what it would have drawn.</summary>
    public SeededRandom RandomOf(int trial, long purpose) => new SeededRandom(Seed).Split(trial).Split(purpose);
}
