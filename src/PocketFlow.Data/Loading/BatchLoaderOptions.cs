namespace PocketFlow.Data;

/// <summary>How a <see cref="BatchLoader"/> orders, changes and prepares images.</summary>
public sealed record BatchLoaderOptions
{
    /// <summary>Images in a batch.</summary>
    /// <value>The default is 128.</value>
    public int BatchSize { get; init; } = 128;

    /// <summary>Whether each epoch has its own random order; false keeps the order of the data set.</summary>
    /// <value>The default is true.</value>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether a last batch with fewer than <see cref="BatchSize"/> images is left out.</summary>
    /// <value>The default is false. Set it where a very small batch would upset batch normalisation.</value>
    public bool DropLast { get; init; }

    /// <summary>Seed of order and augmentation.</summary>
    /// <value>The default is 0.</value>
    public long Seed { get; init; }

    /// <summary>Random changes to each image.</summary>
    /// <value>The default is none.</value>
    public AugmentationPipeline Augmentation { get; init; } = AugmentationPipeline.None;

    /// <summary>Background threads that prepare batches; 0 prepares each on the consumer's thread when asked.</summary>
    /// <value>The default is 1, which keeps ahead of training unless images are large or augmentation is heavy.</value>
    public int Workers { get; init; } = 1;

    /// <summary>Batches prepared ahead, at most; bounds memory. Raise it when the consumer's pace is uneven.</summary>
    /// <value>The default is 4.</value>
    public int Prefetch { get; init; } = 4;

    /// <summary>Everything that is wrong with these options; empty when they can be used.</summary>
    public IEnumerable<string> Validate()
    {
        if (BatchSize < 1)
        {
            yield return $"BatchSize is {BatchSize}; expected at least 1.";
        }

        if (Workers is < 0 or > 64)
        {
            yield return $"Workers is {Workers}; expected 0 to 64.";
        }

        if (Prefetch < 1)
        {
            yield return $"Prefetch is {Prefetch}; expected at least 1.";
        }

        if (Augmentation is null)
        {
            yield return "Augmentation is null; expected AugmentationPipeline.None for no augmentation.";
        }
    }
}
