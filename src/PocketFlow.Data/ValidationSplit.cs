using System.Globalization;

namespace PocketFlow.Data;

/// <summary>Says which training images are kept apart for validation.</summary>
/// <remarks>
/// Text forms for recipes and command lines: <c>random:5000</c>, <c>random:5000:7</c> (seed 7), <c>last:5000</c>,
/// <c>none</c>. The random choice is the first images of <see cref="SeededRandom.Permutation"/>, the same everywhere.
/// </remarks>
public sealed record ValidationSplit
{
    private ValidationSplit(int count, long? seed) => (Count, Seed) = (count, seed);

    /// <summary>The default: 5,000 random images, seed 0.</summary>
    public static ValidationSplit Default { get; } = Random(5000);

    /// <summary>No validation images.</summary>
    public static ValidationSplit None { get; } = new(0, null);

    /// <summary>Number of validation images.</summary>
    public int Count { get; }

    /// <summary>Seed of the random choice; null when the last images are taken.</summary>
    public long? Seed { get; }

    /// <summary>Chooses images at random.</summary>
    /// <param name="count">Number of images, at least 1.</param>
    /// <param name="seed">Seed of the choice.</param>
    public static ValidationSplit Random(int count, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new ValidationSplit(count, seed);
    }

    /// <summary>Takes the last records of the training files.</summary>
    /// <param name="count">Number of images, at least 1.</param>
    public static ValidationSplit Last(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new ValidationSplit(count, null);
    }

    /// <summary>Reads the text form.</summary>
    /// <param name="text">For example <c>random:5000:0</c>.</param>
    /// <exception cref="FormatException">The text does not have one of the forms.</exception>
    public static ValidationSplit Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Trim().ToLowerInvariant().Split(':', StringSplitOptions.TrimEntries) switch
        {
            ["none"] => None,
            ["last", var count] => Last(Positive(text, count)),
            ["random", var count] => Random(Positive(text, count)),
            ["random", var count, var seed] => Random(Positive(text, count), Number(text, seed)),
            _ => throw Unreadable(text),
        };
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => this switch
    {
        { Count: 0 } => "none",
        { Seed: { } seed } => string.Create(CultureInfo.InvariantCulture, $"random:{Count}:{seed}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"last:{Count}"),
    };

    /// <summary>Divides the positions 0 to <paramref name="total"/> - 1; both parts are ascending.</summary>
    /// <param name="total">Number of images in the training files, above <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No training image would be left.</exception>
    public (int[] Train, int[] Validation) Divide(int total)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(total, Count);
        int[] order = [.. Enumerable.Range(0, total)];
        if (Seed is not { } seed)
        {
            return (order[..^Count], order[^Count..]);
        }

        order = new SeededRandom(seed).Permutation(total);
        Array.Sort(order, 0, Count);
        Array.Sort(order, Count, total - Count);
        return (order[Count..], order[..Count]);
    }

    private static int Positive(string text, string part) =>
        Number(text, part) is > 0 and <= int.MaxValue and var number ? (int)number : throw Unreadable(text);

    private static long Number(string text, string part) =>
        long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number : throw Unreadable(text);

    private static FormatException Unreadable(string text) => new(
        $"Validation split \"{text}\" is not readable; expected random:COUNT, random:COUNT:SEED, last:COUNT or none,"
        + " with COUNT above 0.");
}
