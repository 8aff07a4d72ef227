namespace PocketFlow.Search;

/// <summary>Pareto's order of several losses.</summary>
public static class Dominance
{
    /// <summary>Whether one is nowhere worse and somewhere better; smaller is better.</summary>
    public static bool Dominates(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        bool isBetter = false;
        for (int i = 0; i < one.Count; i++)
        {
            if (one[i] > other[i])
            {
                return false;
            }

            isBetter |= one[i] < other[i];
        }

        return isBetter;
    }
}
