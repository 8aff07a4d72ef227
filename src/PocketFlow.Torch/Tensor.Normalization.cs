namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_batchNorm = new("aten::batch_norm");
    private static readonly Operator s_layerNorm = new("aten::layer_norm");
    private static readonly Operator s_groupNorm = new("aten::group_norm");

    /// <summary>Batch normalisation over axis 1.</summary>
    /// <param name="weight">Scale [C], or none.</param>
    /// <param name="bias">Shift [C], or none.</param>
    /// <param name="runningMean">[C]; updated in place while training.</param>
    /// <param name="runningVariance">[C]; updated in place while training.</param>
    /// <param name="training">Whether statistics of the batch are used.</param>
    /// <param name="momentum">Weight of the batch in the running statistics.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public Tensor BatchNorm(
        Tensor? weight, Tensor? bias, Tensor? runningMean, Tensor? runningVariance, bool training,
        double momentum = 0.1, double epsilon = 1e-5) =>
        s_batchNorm.Call(
            this, weight, bias, runningMean, runningVariance, training, momentum, epsilon, false);

    /// <summary>Layer normalisation over the last axes.</summary>
    /// <param name="normalizedShape">The lengths of these axes.</param>
    /// <param name="weight">Scale, or none.</param>
    /// <param name="bias">Shift, or none.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public Tensor LayerNorm(
        IntList normalizedShape, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) =>
        s_layerNorm.Call(this, normalizedShape, weight, bias, epsilon, false);

    /// <summary>Group normalisation over axis 1.</summary>
    /// <param name="groups">The number of groups.</param>
    /// <param name="weight">Scale [C], or none.</param>
    /// <param name="bias">Shift [C], or none.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public Tensor GroupNorm(long groups, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) =>
        s_groupNorm.Call(this, groups, weight, bias, epsilon, false);
}
