using System.Text.Json;
using PocketFlow.Graphs;
using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>Makes and measures the candidates of trials, each of them once.</summary>
/// <param name="problem">Makes candidates.</param>
/// <param name="scorer">Measures them on validation images.</param>
/// <param name="latency">Measures their files; null where the budget is no latency.</param>
/// <param name="fineTuning">Trains candidates before they are measured; null for none.</param>
/// <param name="known">Candidates that were measured before, by the JSON of their levels; receives new ones.</param>
internal sealed class CandidateMeasurement(
    IAllocationProblem problem, CandidateScorer scorer, LatencyProbe? latency, TrialFineTuning? fineTuning,
    IDictionary<string, CandidateScore> known)
{
    internal const string LevelsKey = "levels";
    private const string ScoreKey = "score";

    /// <summary>Equal for equal candidates.</summary>
    public static string KeyOf(int[] levels) => JsonSerializer.Serialize(levels, AllocationJson.Default.Int32Array);

    /// <summary>The score of a trial's candidate; what it is goes into the trial's attributes.</summary>
    /// <exception cref="TrialPrunedException">A pruner ended the trial while it was fine-tuned.</exception>
    public CandidateScore Of(Trial trial, int[] levels, StudyProgress progress, CancellationToken cancellationToken)
    {
        string key = KeyOf(levels);
        trial.SetAttribute(LevelsKey, key);

        // Different parameters often mean the same candidate.
        if (!known.TryGetValue(key, out CandidateScore? score))
        {
            Model model = fineTuning?.Train(trial, levels, progress, cancellationToken)
                ?? problem.Build(levels, cancellationToken);
            score = scorer.Score(model, cancellationToken) with { Milliseconds = latency?.Measure(key, () => model) };
            known[key] = score;
        }

        trial.SetAttribute(ScoreKey, JsonSerializer.Serialize(score, AllocationJson.Default.CandidateScore));
        return score;
    }

    /// <summary>What trials of an earlier run measured is not measured again.</summary>
    public void Remember(Study study)
    {
        foreach (TrialRecord trial in study.Trials.Where(t => t.State == TrialState.Completed))
        {
            if (trial.Attributes.TryGetValue(LevelsKey, out string? key)
                && trial.Attributes.TryGetValue(ScoreKey, out string? score))
            {
                known[key] = JsonSerializer.Deserialize(score, AllocationJson.Default.CandidateScore)!;
            }
        }
    }
}
