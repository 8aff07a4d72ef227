using PocketFlow.Torch;

namespace PocketFlow.Training.Tasks;

/// <summary>What training makes small: a function of a batch's outputs and targets.</summary>
/// <remarks>One's own is <c>new Loss("name", (outputs, target) => …)</c>; see the constructor for shapes.</remarks>
public sealed class Loss
{
    private readonly Func<Tensor, Tensor, Tensor> _compute;

    /// <summary>Creates a loss.</summary>
    /// <param name="name">
    /// Name with all numbers that matter: a checkpoint of a training with a loss of another name isn't taken up.
    /// </param>
    /// <param name="compute">
    /// Gets outputs and targets and returns one number, with gradients. Outputs are Float32 [N, outputs], or
    /// [N, classes, H, W] for class maps; where the task is about classes they are logits, also of a model that ends in
    /// an activation. Targets are Int64 [N] for classes, Float32 [N, classes] for class sets, Float32 [N, values] for
    /// values, Int64 [N, H, W] for class maps.
    /// </param>
    public Loss(string name, Func<Tensor, Tensor, Tensor> compute)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(compute);
        (Name, _compute) = (name, compute);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Mean absolute difference.</summary>
    public static Loss L1 { get; } = new("l1", (outputs, target) => outputs.L1Loss(target));

    /// <summary>Mean squared difference.</summary>
    public static Loss MeanSquaredError { get; } = new("mse", (outputs, target) => outputs.MseLoss(target));

    /// <summary>Cross-entropy of independent truth values, mean over records and classes.</summary>
    public static Loss BinaryCrossEntropy { get; } =
        new("binary-cross-entropy", (outputs, target) => outputs.BinaryCrossEntropyWithLogits(target));

    /// <summary>Squared differences below beta, absolute ones above (Girshick 2015, arXiv 1504.08083); mean.</summary>
    /// <param name="beta">Where one becomes the other, above 0.</param>
    public static Loss SmoothL1(double beta = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(beta);
        return new Loss(
            FormattableString.Invariant($"smooth-l1:{beta}"),
            (outputs, target) => outputs.SmoothL1Loss(target, beta: beta));
    }

    /// <summary>Cross-entropy of a softmax over classes, mean over all records or pixels that count.</summary>
    /// <param name="labelSmoothing">Share of the target that is spread over all classes, 0 to below 1.</param>
    /// <param name="ignoreIndex">The label that doesn't count; null where all count.</param>
    public static Loss CrossEntropy(double labelSmoothing = 0, int? ignoreIndex = null)
    {
        if (!(labelSmoothing is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(labelSmoothing), labelSmoothing, "Label smoothing must lie in [0, 1).");
        }

        string name = FormattableString.Invariant($"cross-entropy:{labelSmoothing}");
        return ignoreIndex is not { } ignored
            ? new Loss(name, (outputs, target) => outputs.CrossEntropyLoss(target, labelSmoothing: labelSmoothing))
            : new Loss(name, (outputs, target) =>
            {
                // libtorch's own mean over no pixel at all is NaN, which would stop the training.
                Tensor sum = outputs.CrossEntropyLoss(
                    target, reduction: Reduction.Sum, ignoreIndex: ignored, labelSmoothing: labelSmoothing);
                return sum.Div(target.Ne(ignored).Sum().To(DType.Float32).Clamp(min: 1));
            });
    }

    /// <summary>Computes the loss of a batch; see the constructor for shapes.</summary>
    public Tensor Compute(Tensor outputs, Tensor target) => _compute(outputs, target);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
