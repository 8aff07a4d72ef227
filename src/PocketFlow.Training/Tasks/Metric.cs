using PocketFlow.Data;

namespace PocketFlow.Training.Tasks;

/// <summary>A figure of merit: how good the outputs for a whole data set are.</summary>
/// <param name="Name">Name in reports, lower case, for example <c>top-1</c>.</param>
/// <param name="Start">Begins a measurement over records with such targets.</param>
public sealed record Metric(string Name, Func<TargetDescription, MetricState> Start)
{
    /// <summary>Whether larger is better; smaller is better for errors.</summary>
    /// <value>The default is true.</value>
    public bool IsLargerBetter { get; init; } = true;

    /// <summary>Whether it is a share, 0 to 1, which is written as a percentage.</summary>
    /// <value>The default is true.</value>
    public bool IsShare { get; init; } = true;

    /// <summary>A metric that is the mean of a number that each record has.</summary>
    /// <param name="name">Name in reports.</param>
    /// <param name="measure">The number of a record from its output and its target.</param>
    public static Metric MeanOf(string name, RecordMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return new Metric(name, _ => new MeanState(measure));
    }

    /// <summary>A value of this metric.</summary>
    public MetricValue Of(double value) => new(Name, value, IsLargerBetter, IsShare);

    /// <summary>Whether a value is at least as good as another.</summary>
    public bool IsAsGood(double value, double other) => IsLargerBetter ? value >= other : value <= other;

    private sealed class MeanState(RecordMeasure measure) : MetricState
    {
        private double _sum;
        private long _count;

        public override double Value => _count == 0 ? 0 : _sum / _count;

        public override void Add(ReadOnlySpan<float> output, TargetSpan target)
        {
            _sum += measure(output, target);
            _count++;
        }
    }
}

/// <summary>A number that says how good one record's output is.</summary>
/// <param name="output">
/// The outputs of the record: [outputs], or [classes, H, W] for class maps; logits where the task is about classes.
/// </param>
/// <param name="target">The record's target.</param>
public delegate double RecordMeasure(ReadOnlySpan<float> output, TargetSpan target);

/// <summary>A metric in the making.</summary>
public abstract class MetricState
{
    /// <summary>The metric over the records so far; 0 when there were none.</summary>
    public abstract double Value { get; }

    /// <summary>Takes one record in.</summary>
    /// <param name="output">
    /// The outputs of the record: [outputs], or [classes, H, W] for class maps; logits where the task is about classes.
    /// </param>
    /// <param name="target">The record's target.</param>
    public abstract void Add(ReadOnlySpan<float> output, TargetSpan target);
}
