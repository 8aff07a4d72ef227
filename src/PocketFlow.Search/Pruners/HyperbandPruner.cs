namespace PocketFlow.Search;

/// <summary>Successive halving with several lowest rungs at once, since none is best for every problem.</summary>
/// <remarks>
/// Li et al. 2018, "Hyperband: a novel bandit-based approach to hyperparameter optimization", JMLR 18-185, with asynchronous
/// brackets: each trial belongs to one by a random number of its own, in the shares that the paper's algorithm 1 gives them.
/// </remarks>
public sealed class HyperbandPruner : ITrialPruner
{
    private static readonly long s_purpose = StableHash.Of("hyperband");

    /// <inheritdoc/>
    public string Name => "hyperband";

    /// <summary>The lowest rung's step in the bracket that prunes soonest.</summary>
    /// <value>The default is 1; at least 1.</value>
    public int MinimalResource
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "expected 1 or more steps.");
    }
    = 1;

    /// <summary>Steps of a trial that runs to its end.</summary>
    /// <value>By default those of the first completed trial; until then nothing is pruned.</value>
    public int? MaximalResource { get; init; }

    /// <summary>One of so many trials is promoted from a rung.</summary>
    /// <value>The default is 3; at least 2.</value>
    public int ReductionFactor
    {
        get;
        init => field = value >= 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "expected 2 or more.");
    }
    = 3;

    /// <summary>A rung promotes no trial before so many others reached it.</summary>
    /// <value>The default is 0.</value>
    public int BootstrapTrials { get; init; }

    /// <inheritdoc/>
    public bool ShouldPrune(StudyHistory history, TrialRecord trial)
    {
        Reports.RequireOneObjective(history, this);
        if ((MaximalResource ?? Reports.FirstLength(history) + 1) is not { } maximal)
        {
            return false;
        }

        int brackets = Brackets(maximal);
        int bracket = BracketOf(history, trial.Number, brackets);
        var pruner = new SuccessiveHalvingPruner
        {
            MinimalResource = MinimalResource, ReductionFactor = ReductionFactor, EarlyStoppingRate = bracket,
            BootstrapTrials = BootstrapTrials,
        };
        TrialRecord[] rivals = [.. history.Trials.Where(t => BracketOf(history, t.Number, brackets) == bracket)];
        return pruner.ShouldPrune(history with { Trials = rivals }, trial);
    }

    /// <summary>How many lowest rungs there are up to a trial's length.</summary>
    internal int Brackets(int maximal)
    {
        int brackets = 1;
        for (long rung = (long)MinimalResource * ReductionFactor; rung <= maximal; rung *= ReductionFactor)
        {
            brackets++;
        }

        return brackets;
    }

    /// <summary>The bracket of a trial; it does not depend on other trials.</summary>
    internal int BracketOf(StudyHistory history, int number, int brackets)
    {
        int[] shares = [.. Enumerable.Range(0, brackets).Select(b => Share(brackets, b))];
        int ticket = history.RandomOf(number, s_purpose).NextInt32(shares.Sum());
        int bracket = 0;
        while (ticket >= shares[bracket])
        {
            ticket -= shares[bracket++];
        }

        return bracket;
    }

    /// <summary>Trials that a bracket begins with (algorithm 1, line 3, without the common factor).</summary>
    private int Share(int brackets, int bracket)
    {
        int rungs = brackets - bracket;
        return (int)Math.Ceiling(brackets * Math.Pow(ReductionFactor, rungs - 1) / rungs);
    }
}
