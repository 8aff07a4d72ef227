using PocketFlow.Search;

namespace PocketFlow.StorageBench;

/// <summary>Twelve layers, each with a share to prune.</summary>
internal static class Problem
{
    public static SearchSpace Space()
    {
        var space = new SearchSpace();
        for (int i = 0; i < 12; i++)
        {
            space.Add($"layer{i}", new FloatDistribution(0, 0.9));
        }

        return space;
    }

    public static double Value(Trial trial) => trial.Parameters.Values.Sum(v => (v - 0.4) * (v - 0.4));
}
