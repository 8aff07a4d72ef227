using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PocketFlow.Search;

/// <summary>Events as one line of JSON each, for other programs. Names never change; later versions may add some.</summary>
/// <remarks>docs/study-report.md lists them. Numbers that JSON lacks are the texts "Infinity" and "-Infinity".</remarks>
public static class StudyEventJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line, without a line break.</summary>
    public static string Line(StudyEvent happened) => Text(json => WriteEvent(json, happened));

    /// <summary>A trial as events have it, without a line break.</summary>
    public static string Trial(TrialRecord trial) => Text(json => WriteTrial(json, trial));

    private static string Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteEvent(Utf8JsonWriter json, StudyEvent happened)
    {
        json.WriteStartObject();
        json.WriteString("event", NameOf(happened.Kind));
        json.WriteString("time", happened.Time);
        json.WriteString("study", happened.Study);
        json.WriteNumber("planned", happened.Planned);
        json.WriteNumber("finished", happened.Finished);
        json.WriteNumber("elapsedSeconds", Seconds(happened.Elapsed));
        json.WriteNumber("overheadSeconds", Seconds(happened.Overhead));
        if (happened.Remaining is { } remaining)
        {
            json.WriteNumber("remainingSeconds", Seconds(remaining));
        }

        if (happened.FrontSize is { } front)
        {
            json.WriteNumber("frontSize", front);
        }

        WriteTrial(json, "best", happened.Best);
        WriteTrial(json, "trial", happened.Trial);
        WriteReport(json, happened);
        json.WriteEndObject();
    }

    private static void WriteTrial(Utf8JsonWriter json, TrialRecord trial)
    {
        json.WriteStartObject();
        json.WriteNumber("number", trial.Number);
        json.WriteString("state", StateName(trial.State));
        WriteNumbers(json, "values", trial.Values);
        json.WriteBoolean("feasible", trial.IsFeasible);
        if (trial.Constraints.Count > 0)
        {
            WriteNumbers(json, "constraints", trial.Constraints);
        }

        json.WriteStartObject("parameters");
        foreach ((string name, double value) in trial.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            WriteDescribed(json, trial.Distributions[name].Describe(value));
        }

        json.WriteEndObject();
        if (trial is { Started: { } started, Finished: { } finished })
        {
            json.WriteNumber("seconds", Seconds(finished - started));
        }

        json.WriteEndObject();
    }

    private static string StateName(TrialState state) => state.ToString().ToLowerInvariant();

    private static void WriteNumber(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(number > 0 ? "Infinity" : "-Infinity");
        }
    }

    private static string NameOf(StudyEventKind kind) => kind switch
    {
        StudyEventKind.StudyStarted => "study-started",
        StudyEventKind.TrialStarted => "trial-started",
        StudyEventKind.TrialReported => "trial-reported",
        StudyEventKind.TrialFinished => "trial-finished",
        _ => "study-finished",
    };

    private static void WriteTrial(Utf8JsonWriter json, string name, TrialRecord? trial)
    {
        if (trial is not null)
        {
            json.WritePropertyName(name);
            WriteTrial(json, trial);
        }
    }

    private static void WriteReport(Utf8JsonWriter json, StudyEvent happened)
    {
        if (happened is { Step: { } step, Trial: { } trial })
        {
            json.WriteNumber("step", step);
            json.WritePropertyName("value");
            WriteNumber(json, trial.IntermediateValues[step]);
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (double number in numbers)
        {
            WriteNumber(json, number);
        }

        json.WriteEndArray();
    }

    private static void WriteDescribed(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool truth: json.WriteBooleanValue(truth); break;
            case long whole: json.WriteNumberValue(whole); break;
            case double real: WriteNumber(json, real); break;
            default: json.WriteStringValue((string)value); break;
        }
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
