namespace PocketFlow.Search;

/// <summary>Points that the strategy did not draw take part, but not as far out as they are.</summary>
/// <remarks>Hansen 2011, "Injecting external solutions into CMA-ES", arXiv 1110.4181, equations 1 to 4.</remarks>
internal static class Injection
{
    /// <summary>A step, shortened to a length that the distribution hardly exceeds: √n + 2n / (n + 2).</summary>
    public static double[] Shortened(StrategyState state, double[] step)
    {
        double n = step.Length, most = Math.Sqrt(n) + 2 * n / (n + 2);
        double length = Math.Sqrt(state.Whitened(step).Sum(v => v * v));
        return length <= most ? step : [.. step.Select(v => v * most / length)];
    }
}
