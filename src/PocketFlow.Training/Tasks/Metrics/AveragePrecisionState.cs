using PocketFlow.Data;

namespace PocketFlow.Training.Tasks.Metrics;

/// <summary>
/// Σ (R − R before) · P over falling thresholds, for each class: the area under the stepped curve of precision over
/// recall, without interpolation. Records with equal outputs pass a threshold together.
/// </summary>
internal sealed class AveragePrecisionState : MetricState
{
    private readonly List<float[]> _outputs = [];
    private readonly List<float[]> _targets = [];

    public override double Value
    {
        get
        {
            int classes = _targets.Count == 0 ? 0 : _targets[0].Length;
            double[] precisions = [.. Enumerable.Range(0, classes).Select(OfClass).Where(p => p is not null)
                .Select(p => p!.Value)];
            return precisions.Length == 0 ? 0 : precisions.Average();
        }
    }

    public override void Add(ReadOnlySpan<float> output, TargetSpan target)
    {
        _outputs.Add(output.ToArray());
        _targets.Add(target.Values.ToArray());
    }

    private double? OfClass(int index)
    {
        float[] scores = [.. _outputs.Select(o => -o[index])];
        bool[] wanted = [.. _targets.Select(t => t[index] > 0)];
        Array.Sort(scores, wanted);
        int total = wanted.Count(w => w);
        int found = 0, before = 0;
        double area = 0;
        for (int i = 0; i < wanted.Length; i++)
        {
            found += wanted[i] ? 1 : 0;
            if (i + 1 == wanted.Length || scores[i + 1] != scores[i])
            {
                area += (double)(found - before) / total * found / (i + 1);
                before = found;
            }
        }

        return total == 0 ? null : area;
    }
}
