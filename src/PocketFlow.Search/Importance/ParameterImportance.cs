namespace PocketFlow.Search;

/// <summary>How much of what parameters do to an objective one by one is this parameter's doing.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Share">0 to 1; all shares of a study add up to 1, unless the objective never changes: then all are 0.</param>
/// <param name="Trials">How many trials that have the parameter it was measured on.</param>
public sealed record ParameterImportance(string Name, double Share, int Trials);
