using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PocketFlow.Data;

public sealed partial record Normalization
{
    private const string Unit255 = "@255";
    private const string RangeMark = "..";

    /// <summary>Reads one of the text forms.</summary>
    /// <remarks>
    /// <c>0.485,0.456,0.406/0.229,0.224,0.225</c>: means and deviations in units of pixel / 255;
    /// <c>123.7,116.3,103.5/58.4,57.1,57.4@255</c>: the same in units of the pixel; <c>-1..1</c>: the range that pixels are
    /// mapped to; <c>imagenet</c>: ImageNet's usual constants.
    /// </remarks>
    /// <param name="text">The text; numbers with a point.</param>
    /// <exception cref="FormatException">The text does not have one of the forms.</exception>
    public static Normalization Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out Normalization? result, out string? problem)
            ? result
            : throw new FormatException(
                $"Normalization \"{text}\": {problem} Expected \"mean,.../deviation,...\" with one number per channel in "
                + $"units of pixel / 255, for example \"{ImageNet}\"; the same in units of the pixel with {Unit255} at the "
                + "end; a range such as -1..1 or 0..255; or imagenet.");
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
        if (text.Trim() == "imagenet")
        {
            (result, problem) = (ImageNet, null);
            return true;
        }

        return text.Contains(RangeMark, StringComparison.Ordinal)
            ? TryRange(text, out result, out problem)
            : TryMoments(text, out result, out problem);
    }

    private static bool TryRange(
        string text, [NotNullWhen(true)] out Normalization? result, [NotNullWhen(false)] out string? problem)
    {
        string[] ends = text.Split(RangeMark);
        if (ends.Length == 2 && TryNumbers(string.Join(',', ends), out double[] range, out _) && range.Length == 2
            && range.All(double.IsFinite) && range[0] < range[1])
        {
            (result, problem) = (Range(range[0], range[1]), null);
            return true;
        }

        (result, problem) = (null, "This is no range.");
        return false;
    }

    private static bool TryMoments(
        string text, [NotNullWhen(true)] out Normalization? result, [NotNullWhen(false)] out string? problem)
    {
        result = null;
        bool isInPixels = text.TrimEnd().EndsWith(Unit255, StringComparison.Ordinal);
        string[] halves = (isInPixels ? text.TrimEnd()[..^Unit255.Length] : text).Split('/');
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

        if (isInPixels)
        {
            (mean, deviation) = (Array.ConvertAll(mean, m => m / 255), Array.ConvertAll(deviation, d => d / 255));
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
