namespace PocketFlow.Torch.Optimizers;

/// <summary>Parameters that an optimizer treats alike.</summary>
public sealed class ParameterGroup
{
    /// <summary>Creates a group.</summary>
    /// <param name="parameters">Leaf tensors that require gradients; not owned.</param>
    /// <param name="learningRate">The step size; schedules change it.</param>
    /// <param name="weightDecay">Factor of the parameter in its gradient; 0 for biases and normalisation.</param>
    public ParameterGroup(IEnumerable<Tensor> parameters, double learningRate, double weightDecay = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Array = [.. parameters];
        LearningRate = learningRate;
        WeightDecay = weightDecay;
    }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Tensor> Parameters => Array;

    /// <summary>The step size.</summary>
    public double LearningRate { get; set; }

    /// <summary>Factor of the parameter in its gradient (in AdamW: in its step).</summary>
    /// <value>The default value is 0.</value>
    public double WeightDecay { get; set; }

    internal Tensor[] Array { get; }
}
