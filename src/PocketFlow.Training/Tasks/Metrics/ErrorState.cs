using PocketFlow.Data;

namespace PocketFlow.Training.Tasks.Metrics;

/// <summary>Mean absolute or root mean squared difference of values.</summary>
internal sealed class ErrorState(bool squared) : MetricState
{
    private double _sum;
    private long _count;

    public override double Value => _count == 0 ? 0 : squared ? Math.Sqrt(_sum / _count) : _sum / _count;

    public override void Add(ReadOnlySpan<float> output, TargetSpan target)
    {
        for (int i = 0; i < output.Length; i++)
        {
            double error = (double)output[i] - target.Values[i];
            _sum += squared ? error * error : Math.Abs(error);
        }

        _count += output.Length;
    }
}
