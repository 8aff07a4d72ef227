using PocketFlow.Graphs;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution;

/// <summary>
/// Sees, and may replace, every tensor of a forward pass: observers, fake quantization and corrections are hooks.
/// </summary>
public abstract class ForwardHook
{
    /// <summary>Tensors of the hook that belong to the state of a training; those with gradients are trained.</summary>
    public virtual IReadOnlyList<Tensor> Parameters => [];

    /// <summary>Called with each computed value and each graph input; returns the tensor that readers get.</summary>
    public virtual Tensor OnValue(Value value, Tensor tensor) => tensor;

    /// <summary>Called with each parameter when a node reads it; returns the tensor that the node gets.</summary>
    public virtual Tensor OnParameter(Value parameter, Tensor tensor) => tensor;

    /// <summary>Whether the hook looks at a value, so that its memory must not be overwritten in place.</summary>
    public virtual bool Watches(Value value) => true;
}
