using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PocketFlow.Data;

public sealed partial record Normalization
{
    /// <summary>Reads the text form, for example <c>0.485,0.456,0.406/0.229,0.224,0.225</c>.</summary>
    /// <param name="text">Means, a slash, deviations; numbers with a point, separated by commas.</param>
    /// <exception cref="FormatException">The text does not have that form.</exception>
    public static Normalization Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out Normalization? result, out string? problem)
            ? result
            : throw new FormatException(
                $"Normalization \"{text}\": {problem} Expected \"mean,.../deviation,...\" with one number per channel,"
                + $" for example \"{ImageNet}\".");
    }

    /// <summary>Reads the text form; false when the text does not have it.</summary>
    /// <param name="text">Text to read.</param>
    /// <param name="result">The normalisation, when true is returned.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Normalization? result)
    {
        result = null;
        return text is not null && TryParse(text, out result, out _);
    }

    private static bool TryParse(
        string text, [NotNullWhen(true)] out Normalization? result, [NotNullWhen(false)] out string? problem)
    {
        result = null;
        string[] halves = text.Split('/');
        if (halves.Length != 2)
        {
            problem = $"Found {halves.Length - 1} slashes.";
            return false;
        }

        if (!TryNumbers(halves[0], out double[] mean, out problem)
            || !TryNumbers(halves[1], out double[] deviation, out problem))
        {
            return false;
        }

        problem = Problem(mean, deviation);
        if (problem is not null)
        {
            return false;
        }

        result = new Normalization(mean, deviation);
        return true;
    }

    private static bool TryNumbers(string list, out double[] numbers, [NotNullWhen(false)] out string? problem)
    {
        string[] parts = list.Split(',', StringSplitOptions.TrimEntries);
        numbers = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                problem = $"\"{parts[i]}\" is not a number.";
                return false;
            }
        }

        problem = null;
        return true;
    }
}
