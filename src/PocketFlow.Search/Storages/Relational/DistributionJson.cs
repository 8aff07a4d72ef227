using System.Globalization;
using System.Text.Json;

namespace PocketFlow.Search;

/// <summary>Distributions as Optuna writes them, with Python's spelling; those of Optuna before version 3 are read too.</summary>
internal static class DistributionJson
{
    public static string Write(Distribution distribution)
    {
        (string name, string attributes) = distribution switch
        {
            FloatDistribution d => ("FloatDistribution",
                $"\"step\": {Number(d.Step)}, \"low\": {Number(d.Low)}, \"high\": {Number(d.High)}, \"log\": {Word(d.IsLog)}"),
            IntegerDistribution d => ("IntDistribution", string.Create(CultureInfo.InvariantCulture,
                $"\"log\": {Word(d.IsLog)}, \"step\": {d.Step}, \"low\": {d.Low}, \"high\": {d.High}")),
            CategoricalDistribution d => ("CategoricalDistribution",
                $"\"choices\": [{string.Join(", ", d.Choices.Select(Choice))}]"),
            _ => throw new StudyException($"found a distribution of type {distribution.GetType().Name}; expected one of "
                + "real numbers, whole numbers or categories, which are what storages can keep."),
        };
        return $"{{\"name\": \"{name}\", \"attributes\": {{{attributes}}}}}";
    }

    /// <exception cref="StudyException">The text is no distribution that is known here.</exception>
    public static Distribution Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(PythonJson.WithFiniteWords(json));
            JsonElement root = document.RootElement;
            return root.TryGetProperty("name", out JsonElement name)
                ? Read(name.GetString()!, root.GetProperty("attributes"))
                : Read(root.GetProperty("type").GetString()!, root);
        }
        catch (Exception e) when (
            e is JsonException or ArgumentException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new StudyException($"found the distribution {json}; expected one of real numbers, whole numbers, or "
                + $"categories that are texts, numbers, truth values or null. Use another study. ({e.Message})", e);
        }
    }

    /// <summary>A category, or a value of a parameter, as JSON says it.</summary>
    public static object? Scalar(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 && json.TryGetInt64(out long whole)
            ? (object)whole
            : json.GetDouble(),
        _ => throw new FormatException($"found {json.GetRawText()} for a value"),
    };

    private static Distribution Read(string name, JsonElement a) => name switch
    {
        "FloatDistribution" or "float" => new FloatDistribution(Low(a), High(a), Step(a, "step"), IsLog(a)),
        "UniformDistribution" => new FloatDistribution(Low(a), High(a)),
        "LogUniformDistribution" => new FloatDistribution(Low(a), High(a), isLog: true),
        "DiscreteUniformDistribution" => new FloatDistribution(Low(a), High(a), Step(a, "q")),
        "IntDistribution" or "int" or "IntUniformDistribution" => Whole(a, IsLog(a)),
        "IntLogUniformDistribution" => Whole(a, isLog: true),
        "CategoricalDistribution" or "categorical" =>
            new CategoricalDistribution([.. a.GetProperty("choices").EnumerateArray().Select(Scalar)]),
        _ => throw new FormatException($"the kind {name} is not known"),
    };

    private static IntegerDistribution Whole(JsonElement a, bool isLog) =>
        new((long)Low(a), (long)High(a), (long)(Step(a, "step") ?? 1), isLog);

    private static double Low(JsonElement attributes) => attributes.GetProperty("low").GetDouble();

    private static double High(JsonElement attributes) => attributes.GetProperty("high").GetDouble();

    private static double? Step(JsonElement attributes, string name) =>
        attributes.TryGetProperty(name, out JsonElement step) && step.ValueKind == JsonValueKind.Number
            ? step.GetDouble()
            : null;

    private static bool IsLog(JsonElement attributes) =>
        attributes.TryGetProperty("log", out JsonElement log) && log.ValueKind == JsonValueKind.True;

    private static string Word(bool value) => value ? "true" : "false";

    private static string Choice(object? choice) => choice switch
    {
        null => "null",
        bool truth => Word(truth),
        string text => JsonSerializer.Serialize(text, SearchJson.Default.String),
        double number => Number(number),
        _ => Convert.ToString(choice, CultureInfo.InvariantCulture)!,
    };

    /// <summary>A real number that reads back as one: with a point or an exponent.</summary>
    private static string Number(double? number) => number switch
    {
        null => "null",
        double.NaN => throw new StudyException(
            "found NaN among categories; expected texts, numbers, truth values or null, which are what storages can keep."),
        double.PositiveInfinity => PythonJson.Infinity,
        double.NegativeInfinity => "-" + PythonJson.Infinity,
        { } value => WithPoint(value.ToString("R", CultureInfo.InvariantCulture)),
    };

    private static string WithPoint(string number) => number.IndexOfAny(['.', 'E']) < 0 ? number + ".0" : number;
}
