namespace PocketFlow.Search;

/// <summary>The cells of a parameter with a number of values on the unit interval.</summary>
internal static class Cells
{
    /// <summary>Where the cell of a place begins and ends; null below the first value and above the last one, where there
    /// is no end.</summary>
    public static (double? Low, double? High) Around(Distribution distribution, double place)
    {
        double value = distribution.FromUnit(place);
        (double low, double high) = Ends(distribution, value);
        return (
            value == distribution.At(0) ? null : low, value == distribution.At(distribution.Count!.Value - 1) ? null : high);
    }

    private static (double Low, double High) Ends(Distribution distribution, double value)
    {
        if (distribution is IntegerDistribution { IsLog: true })
        {
            return (distribution.ToUnit(value - 0.5), distribution.ToUnit(value + 0.5));
        }

        double middle = distribution.ToUnit(value), half = 0.5 / distribution.Count!.Value;
        return (middle - half, middle + half);
    }
}
