using System.Globalization;
using System.Text.Json;

namespace PocketFlow.Search;

/// <summary>Constraint values among the system attributes of a trial.</summary>
internal static class ConstraintValues
{
    /// <summary>Begins the keys of constraints that Optuna 5 and newer keep one by one.</summary>
    private const string NamedPrefix = TrialRecord.ConstraintsKey + ":";

    /// <summary>The array's values, then those with names, by name. A name that is a position in the array replaces it, as it
    /// does in Optuna.</summary>
    public static IReadOnlyList<double> Of(IReadOnlyDictionary<string, string> attributes)
    {
        List<double> values = attributes.TryGetValue(TrialRecord.ConstraintsKey, out string? json)
            ? [.. JsonSerializer.Deserialize(json, SearchJson.Default.DoubleArray) ?? []]
            : [];
        int count = values.Count;
        foreach ((string key, string text) in attributes.Where(a => a.Key.StartsWith(NamedPrefix, StringComparison.Ordinal))
            .OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            double value = JsonSerializer.Deserialize(text, SearchJson.Default.Double);
            if (int.TryParse(key[NamedPrefix.Length..], CultureInfo.InvariantCulture, out int index) && index < count)
            {
                values[index] = value;
            }
            else
            {
                values.Add(value);
            }
        }

        return values;
    }

    /// <summary>Values as the JSON array that is attached.</summary>
    /// <exception cref="ArgumentException">A value is no number.</exception>
    public static string Text(IReadOnlyList<double> values) => values.Any(double.IsNaN)
        ? throw new ArgumentException("found NaN for a constraint; expected a number, 0 or below where it is met.", nameof(values))
        : $"[{string.Join(", ", values.Select(Number))}]";

    private static string Number(double value) => double.IsInfinity(value)
        ? (value < 0 ? "-" : "") + PythonJson.Infinity
        : value.ToString("R", CultureInfo.InvariantCulture);
}
