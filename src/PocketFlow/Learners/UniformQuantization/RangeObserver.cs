using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>Collects the distribution of every planned activation during forward passes: extremes, then histograms.</summary>
internal sealed class RangeObserver(QuantizationPlan plan) : ForwardHook
{
    private readonly Dictionary<Value, RangeHistogram> _histograms = [];

    /// <summary>False in the first pass over the images, which finds extremes; true in the second, which counts.</summary>
    public bool IsCounting { get; set; }

    /// <inheritdoc/>
    public override bool Watches(Value value) => plan.Holds(value);

    /// <inheritdoc/>
    public override Tensor OnValue(Value value, Tensor tensor)
    {
        if (!plan.Holds(value))
        {
            return tensor;
        }

        RangeHistogram histogram = HistogramOf(value);
        if (!IsCounting)
        {
            histogram.Widen((float)tensor.Min().Item(), (float)tensor.Max().Item());
        }
        else if (histogram.High > histogram.Low)
        {
            Tensor counts = tensor.Histc(RangeHistogram.Bins, histogram.Low, histogram.High);
            histogram.Count(counts.ToArray<float>());
        }

        return tensor;
    }

    /// <summary>What was seen of a value and of all that share its grid.</summary>
    public RangeHistogram HistogramOf(Value value)
    {
        Value representative = plan.RepresentativeOf(value);
        if (!_histograms.TryGetValue(representative, out RangeHistogram? histogram))
        {
            _histograms[representative] = histogram = new RangeHistogram();
        }

        return histogram;
    }
}
