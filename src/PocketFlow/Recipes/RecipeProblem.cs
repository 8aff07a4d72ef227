namespace PocketFlow.Recipes;

/// <summary>One thing that is wrong with a recipe.</summary>
/// <param name="JsonPath">Where, for example <c>learners[0].speedUp</c>; empty for the recipe as a whole.</param>
/// <param name="Problem">What was found and what was expected.</param>
public sealed record RecipeProblem(string JsonPath, string Problem)
{
    /// <inheritdoc/>
    public override string ToString() => JsonPath.Length == 0 ? Problem : $"{JsonPath}: {Problem}";
}
