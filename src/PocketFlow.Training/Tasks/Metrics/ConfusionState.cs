using PocketFlow.Data;

namespace PocketFlow.Training.Tasks.Metrics;

/// <summary>Counts wanted, found and right pixels of each class.</summary>
internal sealed class ConfusionState(TargetDescription target, Func<ConfusionState, double> value) : MetricState
{
    private readonly long[] _wanted = new long[target.ClassNames.Count];
    private readonly long[] _found = new long[target.ClassNames.Count];
    private readonly long[] _right = new long[target.ClassNames.Count];
    private readonly float[] _decisions = new float[target.Length];

    public override double Value => value(this);

    public double Accuracy => _wanted.Sum() is > 0 and var count ? (double)_right.Sum() / count : 0;

    public double MeanIoU
    {
        get
        {
            double sum = 0;
            int classes = 0;
            for (int i = 0; i < _right.Length; i++)
            {
                long union = _wanted[i] + _found[i] - _right[i];
                sum += union == 0 ? 0 : (double)_right[i] / union;
                classes += union == 0 ? 0 : 1;
            }

            return classes == 0 ? 0 : sum / classes;
        }
    }

    public override void Add(ReadOnlySpan<float> output, TargetSpan target)
    {
        Decisions.Make(output, target.Description, _decisions);
        for (int i = 0; i < _decisions.Length; i++)
        {
            int label = (int)target.Labels[i], found = (int)_decisions[i];
            if ((uint)label < (uint)_wanted.Length)
            {
                _wanted[label]++;
                _found[found]++;
                _right[label] += label == found ? 1 : 0;
            }
        }
    }
}
