using PocketFlow.Allocation;

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

    internal BudgetInfeasibleException(Budget budget, double reachable)
        : base(FormattableString.Invariant(
            $"The target of at most {budget.Limit:0.####} {UnitOf(budget.Kind)} can't be reached on this model: the least ")
            + FormattableString.Invariant($"is {reachable:0.####}. Ask for less, or round to a smaller multiple."))
    {
        Asked = budget.Limit;
        Reachable = reachable;
    }

    /// <summary>The wanted factor, or the wanted limit of a budget.</summary>
    public double Asked { get; }

    /// <summary>The largest factor, or the least cost, that can be reached.</summary>
    public double Reachable { get; }

    private static string UnitOf(BudgetKind kind) => kind switch
    {
        BudgetKind.Macs => "multiply-accumulates",
        BudgetKind.Parameters => "parameters",
        BudgetKind.Bytes => "bytes",
        BudgetKind.AverageBits => "bits on average",
        _ => "ms",
    };
}
