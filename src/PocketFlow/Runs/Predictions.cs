using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Runs;

/// <summary>What a model decides for each image of a data set, and how good that is.</summary>
public sealed class Predictions
{
    private readonly LearningTask _task;
    private readonly ImageDataset _images;
    private readonly OutputActivation _activation;
    private readonly Measurement _measurement;
    private readonly List<float[]> _decisions = [];

    internal Predictions(LearningTask task, ImageDataset images, OutputActivation activation)
    {
        (_task, _images, _activation) = (task, images, activation);
        _measurement = new Measurement(task, images.Target);
    }

    /// <summary>The metrics of the task, the one that leads first.</summary>
    public IReadOnlyList<MetricValue> Metrics => _measurement.Values;

    /// <summary>The share of decisions (classes of images or pixels, truth values) that both make alike, 0 to 1; for
    /// values, the coefficient of determination R², 1 when they are equal.</summary>
    /// <exception cref="ArgumentException">The numbers of images differ.</exception>
    public double AgreementWith(Predictions other)
    {
        if (other._decisions.Count != _decisions.Count)
        {
            throw new ArgumentException(
                $"Found predictions for {_decisions.Count} and {other._decisions.Count} images; expected the same.",
                nameof(other));
        }

        return Decisions.Agreement(_decisions, other._decisions, _images.Target.Kind);
    }

    /// <summary>Takes in the outputs for the next images; they are changed.</summary>
    internal void Add(Span<float> outputs, int count)
    {
        if (_task.UsesLogits)
        {
            Logits.Restore(outputs, _activation);
        }

        TargetDescription target = _images.Target;
        long[] labels = new long[target.IsLabels ? target.Length : 0];
        float[] values = new float[target.IsLabels ? 0 : target.Length];
        var wanted = new TargetSpan(target, labels, values);
        int length = outputs.Length / count;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> output = outputs.Slice(i * length, length);
            _images.ReadTarget(_decisions.Count, wanted);
            _measurement.Add(output, wanted);
            float[] decisions = new float[target.Length];
            Decisions.Make(output, target, decisions);
            _decisions.Add(decisions);
        }
    }
}
