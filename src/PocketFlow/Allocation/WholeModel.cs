namespace PocketFlow.Allocation;

/// <summary>The allocation that leaves everything as it is.</summary>
internal static class WholeModel
{
    /// <summary>The highest level of each layer.</summary>
    public static int[] Whole(this IAllocationProblem problem) => [.. problem.Layers.Select(l => l.Levels.Count - 1)];
}
