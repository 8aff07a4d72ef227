namespace PocketFlow.Search;

/// <summary>A number as the schema keeps it: infinities and NaN are told by a second column.</summary>
internal readonly record struct StoredNumber(double? Value, string Kind)
{
    public static StoredNumber Of(double number) =>
        double.IsNaN(number) ? new(null, "NAN")
        : double.IsPositiveInfinity(number) ? new(null, "INF_POS")
        : double.IsNegativeInfinity(number) ? new(null, "INF_NEG")
        : new(number, "FINITE");

    public double ToDouble() => Kind switch
    {
        "NAN" => double.NaN,
        "INF_POS" => double.PositiveInfinity,
        "INF_NEG" => double.NegativeInfinity,
        _ => Value ?? double.NaN,
    };
}
