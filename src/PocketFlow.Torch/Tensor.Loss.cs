namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_crossEntropy = new("aten::cross_entropy_loss");
    private static readonly Operator s_nllLoss = new("aten::nll_loss");
    private static readonly Operator s_klDiv = new("aten::kl_div");
    private static readonly Operator s_mseLoss = new("aten::mse_loss");
    private static readonly Operator s_l1Loss = new("aten::l1_loss");
    private static readonly Operator s_smoothL1Loss = new("aten::smooth_l1_loss");
    private static readonly Operator s_bceLogits = new("aten::binary_cross_entropy_with_logits");

    /// <summary>Cross-entropy of logits [N, C] against class labels, or against class probabilities [N, C].</summary>
    /// <param name="target">Labels Int64 [N], or probabilities.</param>
    /// <param name="weight">A weight for each class, or none.</param>
    /// <param name="reduction">How elements are gathered.</param>
    /// <param name="ignoreIndex">A label that does not count.</param>
    /// <param name="labelSmoothing">Share of probability spread over all classes.</param>
    public Tensor CrossEntropyLoss(
        Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, long ignoreIndex = -100,
        double labelSmoothing = 0) =>
        s_crossEntropy.Call(this, target, weight, reduction, ignoreIndex, labelSmoothing);

    /// <summary>Negative log likelihood of log-probabilities [N, C].</summary>
    /// <param name="target">Labels Int64 [N].</param>
    /// <param name="weight">A weight for each class, or none.</param>
    /// <param name="reduction">How elements are gathered.</param>
    public Tensor NllLoss(Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
        s_nllLoss.Call(this, target, weight, reduction);

    /// <summary>Kullback-Leibler divergence of log-probabilities from a target; the mean is over elements, not
    /// rows.</summary>
    /// <param name="target">Probabilities, or their logarithms.</param>
    /// <param name="reduction">How elements are gathered.</param>
    /// <param name="logTarget">Whether the target is logarithms.</param>
    public Tensor KlDiv(Tensor target, Reduction reduction = Reduction.Mean, bool logTarget = false) =>
        s_klDiv.Call(this, target, reduction, logTarget);

    /// <summary>Squared differences.</summary>
    /// <param name="target">What is wanted.</param>
    /// <param name="reduction">How elements are gathered.</param>
    public Tensor MseLoss(Tensor target, Reduction reduction = Reduction.Mean) =>
        s_mseLoss.Call(this, target, reduction);

    /// <summary>Absolute differences.</summary>
    /// <param name="target">What is wanted.</param>
    /// <param name="reduction">How elements are gathered.</param>
    public Tensor L1Loss(Tensor target, Reduction reduction = Reduction.Mean) =>
        s_l1Loss.Call(this, target, reduction);

    /// <summary>Squared differences below beta, absolute ones above.</summary>
    /// <param name="target">What is wanted.</param>
    /// <param name="reduction">How elements are gathered.</param>
    /// <param name="beta">Where one becomes the other.</param>
    public Tensor SmoothL1Loss(Tensor target, Reduction reduction = Reduction.Mean, double beta = 1) =>
        s_smoothL1Loss.Call(this, target, reduction, beta);

    /// <summary>Cross-entropy of independent truth values given as logits.</summary>
    /// <param name="target">Probabilities, of this tensor's shape.</param>
    /// <param name="reduction">How elements are gathered.</param>
    public Tensor BinaryCrossEntropyWithLogits(Tensor target, Reduction reduction = Reduction.Mean) =>
        s_bceLogits.Call(this, target, Argument.None, Argument.None, reduction);
}
