using PocketFlow.Data;

namespace PocketFlow.Allocation;

/// <summary>Standard normal numbers (Box and Muller, 1958).</summary>
internal static class NormalDraw
{
    public static double Next(ref SeededRandom random)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return radius * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
