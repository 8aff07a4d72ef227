using PocketFlow.Data;

namespace PocketFlow.Training.Tasks.Metrics;

/// <summary>2 · hits / (2 · hits + wrongly found + missed).</summary>
internal sealed class F1State : MetricState
{
    private long _hits;
    private long _mistakes;

    public override double Value => _hits + _mistakes == 0 ? 0 : 2.0 * _hits / ((2.0 * _hits) + _mistakes);

    public override void Add(ReadOnlySpan<float> output, TargetSpan target)
    {
        for (int i = 0; i < output.Length; i++)
        {
            bool isFound = output[i] > 0, isWanted = target.Values[i] > 0;
            _hits += isFound && isWanted ? 1 : 0;
            _mistakes += isFound != isWanted ? 1 : 0;
        }
    }
}
