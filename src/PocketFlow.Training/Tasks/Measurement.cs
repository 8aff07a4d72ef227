using PocketFlow.Data;

namespace PocketFlow.Training.Tasks;

/// <summary>The metrics of a task over records that come one by one.</summary>
/// <param name="task">The task.</param>
/// <param name="target">What the targets are.</param>
public sealed class Measurement(LearningTask task, TargetDescription target)
{
    private readonly MetricState[] _states = [.. task.Metrics.Select(m => m.Start(target))];

    /// <summary>The metrics over the records so far, the one that chooses first.</summary>
    public IReadOnlyList<MetricValue> Values => [.. task.Metrics.Zip(_states, (m, state) => m.Of(state.Value))];

    /// <summary>Takes a record in.</summary>
    /// <param name="output">Its outputs; logits where the task uses them.</param>
    /// <param name="wanted">Its target.</param>
    public void Add(ReadOnlySpan<float> output, TargetSpan wanted)
    {
        foreach (MetricState state in _states)
        {
            state.Add(output, wanted);
        }
    }
}
