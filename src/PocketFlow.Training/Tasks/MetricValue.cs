using System.Globalization;

namespace PocketFlow.Training.Tasks;

/// <summary>A metric and what it came to.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Value">The value.</param>
/// <param name="IsLargerBetter">Whether larger is better.</param>
/// <param name="IsShare">Whether it is a share, 0 to 1.</param>
public sealed record MetricValue(string Name, double Value, bool IsLargerBetter, bool IsShare)
{
    /// <summary>The value as text: a percentage with two decimals, or four significant digits.</summary>
    public string Text() => IsShare
        ? Value.ToString("0.00%", CultureInfo.InvariantCulture)
        : Value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>Name and value, for example <c>top-1 93.00%</c>.</summary>
    public override string ToString() => $"{Name} {Text()}";
}
