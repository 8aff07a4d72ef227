using System.Text.RegularExpressions;

namespace PocketFlow.Search;

/// <summary>JSON as Python writes it, which has numbers that JSON lacks.</summary>
internal static partial class PythonJson
{
    /// <summary>What every parser of JSON, Python's too, reads as infinity: more than a real number of 64 bits holds.</summary>
    public const string Infinity = "1e999";

    /// <summary>The same as JSON: infinities as numbers that are too large, NaN as null.</summary>
    public static string Strict(string text) => WithFiniteWords(text) is var finite && finite.Contains("NaN", StringComparison.Ordinal)
        ? Words().Replace(finite, m => m.Value == "NaN" ? "null" : m.Value)
        : finite;

    /// <summary>The same with infinities as numbers that are too large; NaN stays.</summary>
    public static string WithFiniteWords(string text) => text.Contains("Infinity", StringComparison.Ordinal)
        ? Words().Replace(text, m => m.Value == "Infinity" ? Infinity : m.Value)
        : text;

    /// <summary>Texts, which stay as they are, and the words.</summary>
    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|Infinity|NaN
        """)]
    private static partial Regex Words();
}
