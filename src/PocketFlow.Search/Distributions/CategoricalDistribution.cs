namespace PocketFlow.Search;

/// <summary>One of several categories without an order; its value is the index.</summary>
public sealed record CategoricalDistribution : Distribution
{
    /// <summary>Creates the distribution.</summary>
    /// <param name="choices">Texts, numbers (<c>long</c> or <c>double</c>), truth values or null; at least one.</param>
    /// <exception cref="ArgumentException">There is no choice, or one of another type.</exception>
    public CategoricalDistribution(params IReadOnlyList<object?> choices)
    {
        if (choices.Count == 0)
        {
            throw new ArgumentException("found no choices; expected one or more.", nameof(choices));
        }

        Choices = [.. choices.Select(Normalized)];
    }

    /// <summary>The categories.</summary>
    public IReadOnlyList<object?> Choices { get; }

    /// <inheritdoc/>
    public override long? Count => Choices.Count;

    /// <inheritdoc/>
    public override bool Contains(double value) => value >= 0 && value < Choices.Count && value == Math.Floor(value);

    /// <inheritdoc/>
    public override double At(long index) => index;

    /// <inheritdoc/>
    public override double FromUnit(double unit) => Cell(unit, Choices.Count);

    /// <inheritdoc/>
    public override double ToUnit(double value) => (value + 0.5) / Choices.Count;

    /// <inheritdoc/>
    public override object? Describe(double value) => Choices[(int)value];

    /// <inheritdoc/>
    public override double? ValueOf(object? described)
    {
        int index = Choices.ToList().FindIndex(c => Equals(c, described));
        return index < 0 ? null : index;
    }

    /// <summary>Whether both have the same choices in the same order.</summary>
    public bool Equals(CategoricalDistribution? other) => other is not null && Choices.SequenceEqual(other.Choices);

    /// <inheritdoc/>
    public override int GetHashCode() => Choices.Count;

    /// <summary>For example <c>one of "relu", 6, null</c>.</summary>
    public override string ToString() => "one of " + string.Join(", ", Choices.Select(c => c switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(c, System.Globalization.CultureInfo.InvariantCulture),
    }));

    private static object? Normalized(object? choice) => choice switch
    {
        null or string or bool or long or double => choice,
        int number => (long)number,
        float number => (double)number,
        _ => throw new ArgumentException(
            $"found a choice of type {choice.GetType().Name}; expected a text, a number, a truth value or null."),
    };
}
