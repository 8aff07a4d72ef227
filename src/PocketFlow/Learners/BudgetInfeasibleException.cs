namespace PocketFlow.Learners;

/// <summary>No setting of the learner reaches the target on this model.</summary>
public sealed class BudgetInfeasibleException : PocketFlowException
{
    internal BudgetInfeasibleException(string target, double asked, double reachable, string advice)
        : base(FormattableString.Invariant(
            $"The target {target} {asked:0.##}x can't be reached on this model: the most is {reachable:0.##}x. {advice}"))
    {
        Asked = asked;
        Reachable = reachable;
    }

    /// <summary>The wanted factor.</summary>
    public double Asked { get; }

    /// <summary>The largest factor that can be reached.</summary>
    public double Reachable { get; }
}
