namespace PocketFlow.Learners.UniformQuantization;

/// <summary>How the range of an activation is found from calibration images.</summary>
public enum CalibrationMethod
{
    /// <summary>From the smallest to the largest value seen.</summary>
    MinMax,

    /// <summary>Cuts off a small share of the values at both ends.</summary>
    Percentile,

    /// <summary>The range whose rounding and clipping give the smallest mean squared error.</summary>
    Mse,
}

/// <summary>How activation ranges change during quantization-aware training.</summary>
public enum RangeLearning
{
    /// <summary>Step sizes are trained by gradients (Esser et al. 2020, arXiv 1902.08153).</summary>
    Learned,

    /// <summary>An exponential average of each batch's extremes (Jacob et al. 2018, section 3.1).</summary>
    Averaged,
}

/// <summary>Settings of <see cref="UniformQuantizationLearner"/>.</summary>
public sealed record UniformQuantizationOptions
{
    /// <summary>Bits of weights, 2 to 8, on a symmetric grid per output channel.</summary>
    /// <value>The default is 8. Below, weights that ship are still stored as bytes.</value>
    public int WeightBits { get; init; } = 8;

    /// <summary>Bits of activations, 2 to 8.</summary>
    /// <value>The default is 8. Below, files cut each activation off with an operator of its own.</value>
    public int ActivationBits { get; init; } = 8;

    /// <summary>
    /// Bits of the first and last layers: their weights, the activations that they read, and all that follows the last.
    /// </summary>
    /// <value>The default is 8, as in the literature: they are small and more sensitive than all others.</value>
    public int EdgeBits { get; init; } = 8;

    /// <summary>Bits of single weights by the name of the layer that has them, as <c>inspect</c> prints it.</summary>
    /// <value>Null means none; what is named here goes before <see cref="WeightBits"/> and <see cref="EdgeBits"/>.</value>
    public IReadOnlyDictionary<string, int>? LayerWeightBits { get; init; }

    /// <summary>Bits of single activations by the name of the layer, or the model input, that makes them.</summary>
    /// <value>Null means none; what is named here goes before <see cref="ActivationBits"/> and <see cref="EdgeBits"/>.</value>
    public IReadOnlyDictionary<string, int>? LayerActivationBits { get; init; }

    /// <summary>Training images that set the ranges.</summary>
    /// <value>The default is 512.</value>
    public int CalibrationImages { get; init; } = 512;

    /// <summary>How ranges are found.</summary>
    /// <value>The default is <see cref="CalibrationMethod.Mse"/>.</value>
    public CalibrationMethod Calibration { get; init; } = CalibrationMethod.Mse;

    /// <summary>The share of values that <see cref="CalibrationMethod.Percentile"/> keeps, 0 to 1.</summary>
    /// <value>The default is 0.9999.</value>
    public double Percentile { get; init; } = 0.9999;

    /// <summary>Whether biases are shifted so that each channel keeps the mean that it had in float.</summary>
    /// <value>The default is true.</value>
    public bool BiasCorrection { get; init; } = true;

    /// <summary>
    /// Whether weights of fewer than 8 bits are rounded such that the errors of a layer's elements make up for each other.
    /// </summary>
    /// <value>The default is true; false rounds each element to the nearest level.</value>
    public bool RoundingCompensation { get; init; } = true;

    /// <summary>Epochs of quantization-aware training after calibration; 0 is post-training quantization.</summary>
    /// <value>The default is 0.</value>
    public int Epochs { get; init; }

    /// <summary>The learning rate of quantization-aware training.</summary>
    /// <value>The default is 0.001.</value>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Images per step of quantization-aware training.</summary>
    /// <value>The default is 128.</value>
    public int BatchSize { get; init; } = 128;

    /// <summary>What happens to ranges during quantization-aware training.</summary>
    /// <value>The default is <see cref="RangeLearning.Learned"/>.</value>
    public RangeLearning Ranges { get; init; } = RangeLearning.Learned;

    /// <summary>The share of the original model's soft targets in the training loss, 0 to 1.</summary>
    /// <value>The default is 0.7.</value>
    public double DistillationWeight { get; init; } = 0.7;

    /// <summary>What is done to training images: pad-crop:PIXELS, flip, cutout:PIXELS, joined by commas; or none.</summary>
    /// <value>Null means <c>pad-crop:4,flip</c> for 8-bit images with classes, and none for all others.</value>
    public string? Augmentation { get; init; }

    /// <summary>All problems of these options; none when they can be used.</summary>
    public IEnumerable<string> Validate()
    {
        foreach ((string name, int bits) in AllBits().Where(b => !IsBits(b.Bits)))
        {
            yield return $"{name} is {bits}; expected was 2 to 8.";
        }

        if (CalibrationImages < 1 || BatchSize < 1)
        {
            yield return "calibrationImages and batchSize must be 1 or more.";
        }

        if (Percentile is not (> 0.5 and <= 1))
        {
            yield return FormattableString.Invariant($"percentile is {Percentile}; expected was above 0.5 and at most 1.");
        }

        if (Epochs < 0 || !(LearningRate > 0) || DistillationWeight is not (>= 0 and <= 1))
        {
            yield return "epochs can't be negative, learningRate must be positive, distillationWeight lies in [0, 1].";
        }
    }

    internal bool IsBelow8Bits => AllBits().Any(b => b.Bits < 8);

    internal static bool IsBits(int bits) => bits is >= 2 and <= 8;

    private IEnumerable<(string Name, int Bits)> AllBits() =>
    [
        ("weightBits", WeightBits), ("activationBits", ActivationBits), ("edgeBits", EdgeBits),
        .. (LayerWeightBits ?? new Dictionary<string, int>()).Select(b => ($"layerWeightBits.{b.Key}", b.Value)),
        .. (LayerActivationBits ?? new Dictionary<string, int>()).Select(b => ($"layerActivationBits.{b.Key}", b.Value)),
    ];
}
