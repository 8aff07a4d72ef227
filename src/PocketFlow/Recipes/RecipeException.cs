namespace PocketFlow.Recipes;

/// <summary>A recipe can't be used; every problem is listed.</summary>
public sealed class RecipeException : PocketFlowException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="source">The recipe's file, or a few words for one that has none.</param>
    /// <param name="problems">At least one problem.</param>
    public RecipeException(string source, IReadOnlyList<RecipeProblem> problems)
        : base(problems.Count == 1
            ? $"{source}: {problems[0]}"
            : $"{source} has {problems.Count} problems:{string.Concat(problems.Select(p => $"\n  {p}"))}") =>
        Problems = problems;

    /// <summary>Every problem, in the order of the recipe.</summary>
    public IReadOnlyList<RecipeProblem> Problems { get; }
}
