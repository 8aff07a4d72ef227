using System.Globalization;

namespace PocketFlow.Search;

/// <summary>The values that a parameter can take. Values are numbers everywhere; a category is its index.</summary>
public abstract record Distribution
{
    /// <summary>How many values there are; null for a continuum.</summary>
    public abstract long? Count { get; }

    /// <summary>Whether there is nothing to choose.</summary>
    public bool IsSingle => Count == 1;

    /// <summary>Whether a number is one of the values.</summary>
    public abstract bool Contains(double value);

    /// <summary>One of a number of values, in ascending order.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public abstract double At(long index);

    /// <summary>The value at a place of the unit interval; equal lengths of it are equally likely.</summary>
    /// <param name="unit">From 0 to 1; for a number of values each has a cell of the interval.</param>
    public abstract double FromUnit(double unit);

    /// <summary>The place of a value on the unit interval, in the middle of its cell where it has one.</summary>
    public abstract double ToUnit(double value);

    /// <summary>How people read a value: the number, or the category.</summary>
    public virtual object? Describe(double value) => value;

    /// <summary>The value that <see cref="Describe"/> gives something for; null where it gives that for none.</summary>
    public virtual double? ValueOf(object? described) =>
        described is long or double && Convert.ToDouble(described, CultureInfo.InvariantCulture) is var value && Contains(value)
            ? value
            : null;

    /// <summary>The index of the cell of n equal ones that a place is in.</summary>
    private protected static long Cell(double unit, long count) => Math.Clamp((long)(unit * count), 0, count - 1);

    private protected static void RequireRange(double low, double high, bool isLog)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || low > high)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"found the range {low} to {high}; expected finite bounds, the lower first."));
        }

        if (isLog && low <= 0)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"found a logarithmic range that starts at {low}; expected a lower bound above 0."));
        }
    }
}
