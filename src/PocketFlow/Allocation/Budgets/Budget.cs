namespace PocketFlow.Allocation;

/// <summary>What a compressed model may cost at most.</summary>
/// <param name="Kind">What is counted.</param>
/// <param name="Limit">The most, in units of the kind.</param>
public sealed record Budget(BudgetKind Kind, double Limit);
