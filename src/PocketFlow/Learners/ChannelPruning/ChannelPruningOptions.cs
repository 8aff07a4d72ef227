namespace PocketFlow.Learners.ChannelPruning;

/// <summary>Settings of <see cref="ChannelPruningLearner"/>. Exactly one of the three ways to say how much goes is set.</summary>
public sealed record ChannelPruningOptions
{
    /// <summary>The wanted factor by which multiply-accumulates shrink, above 1; layers share it by their sensitivity.</summary>
    /// <value>The default is null.</value>
    public double? SpeedUp { get; init; }

    /// <summary>The share of channels that is removed from every group, 0 to below 1.</summary>
    /// <value>The default is null.</value>
    public double? PruningRatio { get; init; }

    /// <summary>The share of channels that is removed, by the name of the layer that makes them; others stay whole.</summary>
    /// <value>The default is null.</value>
    public IReadOnlyDictionary<string, double>? LayerRatios { get; init; }

    /// <summary>Channel counts are kept at multiples of this; ragged widths run no faster than wide ones.</summary>
    /// <value>The default is 8, the width of the runtimes' vector kernels. 1 switches rounding off.</value>
    public int RoundTo { get; init; } = 8;

    /// <summary>Training images on which layers are compared and reconstructed.</summary>
    /// <value>The default is 2000.</value>
    public int CalibrationImages { get; init; } = 2000;

    /// <summary>Epochs of fine-tuning after the cut; 0 keeps the reconstructed weights.</summary>
    /// <value>The default is 10.</value>
    public int Epochs { get; init; } = 10;

    /// <summary>The highest learning rate of fine-tuning.</summary>
    /// <value>The default is 0.05.</value>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>The pull of weights towards zero while fine-tuning.</summary>
    /// <value>The default is 5e-4.</value>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Images per step of fine-tuning.</summary>
    /// <value>The default is 128.</value>
    public int BatchSize { get; init; } = 128;

    /// <summary>The share of the original model's soft targets in the loss of fine-tuning, 0 to 1.</summary>
    /// <value>The default is 0.7. 0 trains on the labels alone.</value>
    public double DistillationWeight { get; init; } = 0.7;

    /// <summary>Whether a model whose batch normalisation was folded away gets it back before fine-tuning.</summary>
    /// <value>The default is true.</value>
    public bool RecoverBatchNormalization { get; init; } = true;

    /// <summary>What is done to training images: pad-crop:PIXELS, flip, cutout:PIXELS, joined by commas; or none.</summary>
    /// <value>Null means <c>pad-crop:4,flip</c> for 8-bit images with classes, and none for all others.</value>
    public string? Augmentation { get; init; }

    /// <summary>All problems of these options; none when they can be used.</summary>
    public IEnumerable<string> Validate()
    {
        int ways = (SpeedUp is null ? 0 : 1) + (PruningRatio is null ? 0 : 1) + (LayerRatios is null ? 0 : 1);
        if (ways != 1)
        {
            yield return $"{ways} of speedUp, pruningRatio and layerRatios are set; expected was exactly one.";
        }

        if (SpeedUp is { } speedUp && !(speedUp > 1 && double.IsFinite(speedUp)))
        {
            yield return FormattableString.Invariant($"speedUp is {speedUp}; expected was a factor above 1.");
        }

        foreach (double ratio in (LayerRatios?.Values ?? []).Append(PruningRatio ?? 0).Where(r => r is not (>= 0 and < 1)))
        {
            yield return FormattableString.Invariant($"a pruning ratio is {ratio}; expected was 0 to below 1.");
        }

        if (RoundTo < 1 || CalibrationImages < 1 || Epochs < 0 || BatchSize < 1)
        {
            yield return "roundTo, calibrationImages and batchSize must be 1 or more, and epochs can't be negative.";
        }

        if (!(LearningRate > 0) || WeightDecay < 0 || DistillationWeight is not (>= 0 and <= 1))
        {
            yield return "learningRate must be positive, weightDecay can't be negative, distillationWeight lies in [0, 1].";
        }
    }
}
