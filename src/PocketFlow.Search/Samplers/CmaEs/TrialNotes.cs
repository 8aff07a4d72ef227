using System.Text.Json;

namespace PocketFlow.Search;

/// <summary>What a trial notes, so that the strategy can be worked out from the history.</summary>
internal static class TrialNotes
{
    private const string GenerationKey = "cma-es:generation";
    private const string DrawnKey = "cma-es:drawn";

    /// <summary>The generation that was filled when the trial began; null where the strategy did not propose it.</summary>
    public static int? Generation(TrialRecord trial) => trial.SystemAttributes.TryGetValue(GenerationKey, out string? json)
        ? (int)JsonSerializer.Deserialize(json, SearchJson.Default.Int64)
        : null;

    /// <summary>Places on the unit interval that were drawn for its parameters.</summary>
    public static Dictionary<string, double> Drawn(TrialRecord trial) =>
        trial.SystemAttributes.TryGetValue(DrawnKey, out string? json)
            ? JsonSerializer.Deserialize(json, SearchJson.Default.DictionaryStringDouble)!
            : [];

    public static void NoteGeneration(SamplingRequest request, int generation) =>
        request.Attributes[GenerationKey] = JsonSerializer.Serialize((long)generation, SearchJson.Default.Int64);

    public static void NoteDrawn(SamplingRequest request, Dictionary<string, double> places) =>
        request.Attributes[DrawnKey] = JsonSerializer.Serialize(places, SearchJson.Default.DictionaryStringDouble);
}
