using PocketFlow.Data;

namespace PocketFlow.Runs;

/// <summary>The class that a model gives to each image of a data set.</summary>
public sealed class Predictions
{
    private readonly int[] _classes;

    internal Predictions(ReadOnlySpan<float> outputs, ImageDataset images)
    {
        _classes = new int[images.Count];
        int width = images.Count == 0 ? 0 : outputs.Length / images.Count;
        int correct = 0;
        for (int i = 0; i < _classes.Length; i++)
        {
            _classes[i] = Largest(outputs.Slice(i * width, width));
            correct += _classes[i] == images.Label(i) ? 1 : 0;
        }

        Accuracy = _classes.Length == 0 ? 0 : (double)correct / _classes.Length;
    }

    /// <summary>The classes, in the order of the images.</summary>
    public IReadOnlyList<int> Classes => _classes;

    /// <summary>The share of images that got their own class (top-1), 0 to 1.</summary>
    public double Accuracy { get; }

    /// <summary>The share of images that both give the same class, 0 to 1.</summary>
    /// <exception cref="ArgumentException">The numbers of images differ.</exception>
    public double AgreementWith(Predictions other)
    {
        if (other._classes.Length != _classes.Length)
        {
            throw new ArgumentException(
                $"Found predictions for {_classes.Length} and {other._classes.Length} images; expected the same.",
                nameof(other));
        }

        int same = 0;
        for (int i = 0; i < _classes.Length; i++)
        {
            same += _classes[i] == other._classes[i] ? 1 : 0;
        }

        return _classes.Length == 0 ? 1 : (double)same / _classes.Length;
    }

    private static int Largest(ReadOnlySpan<float> outputs)
    {
        int best = 0;
        for (int i = 1; i < outputs.Length; i++)
        {
            best = outputs[i] > outputs[best] ? i : best;
        }

        return best;
    }
}
