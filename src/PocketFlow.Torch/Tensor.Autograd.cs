using PocketFlow.Torch.Interop;

namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_detach = new("aten::detach");

    /// <summary>Whether autograd records what is computed from the tensor. It can be set on leaves only.</summary>
    public bool RequiresGrad
    {
        get
        {
            NativeStatus.ThrowIfFailed(NativeMethods.pf_requires_grad(Handle, out int result));
            return result != 0;
        }

        set => NativeStatus.ThrowIfFailed(NativeMethods.pf_set_requires_grad(Handle, value ? 1 : 0));
    }

    /// <summary>Whether the tensor was made by its user and not by a recorded operation.</summary>
    public bool IsLeaf
    {
        get
        {
            NativeStatus.ThrowIfFailed(NativeMethods.pf_is_leaf(Handle, out int result));
            return result != 0;
        }
    }

    /// <summary>The gradient that <see cref="Backward"/> added up, or null. Each reading makes a new reference to the
    /// same memory; setting it to null frees it.</summary>
    public Tensor? Grad
    {
        get
        {
            NativeStatus.ThrowIfFailed(NativeMethods.pf_get_grad(Handle, out nint result));
            return result == 0 ? null : new Tensor(result);
        }

        set
        {
            nint gradient = HandleLease.Acquire(value);
            try
            {
                NativeStatus.ThrowIfFailed(NativeMethods.pf_set_grad(Handle, gradient));
            }
            finally
            {
                value?.Handle.DangerousRelease();
            }
        }
    }

    /// <summary>Sets <see cref="RequiresGrad"/> and returns this tensor.</summary>
    /// <param name="value">Whether autograd records.</param>
    public Tensor WithRequiresGrad(bool value = true)
    {
        RequiresGrad = value;
        return this;
    }

    /// <summary>The same memory, cut off from the recorded graph.</summary>
    public Tensor Detach() => s_detach.Call(this);

    /// <summary>Adds the gradients of this tensor to the <see cref="Grad"/> of the leaves it was computed
    /// from.</summary>
    /// <param name="gradient">The gradient of this tensor; needed unless it has one element.</param>
    /// <param name="retainGraph">Keeps the graph for another pass.</param>
    /// <param name="createGraph">Records the pass itself, for second derivatives.</param>
    public void Backward(Tensor? gradient = null, bool retainGraph = false, bool createGraph = false) =>
        AutogradCalls.Backward(this, gradient, retainGraph || createGraph, createGraph);

    /// <summary>Computes the gradients of this tensor with respect to others, leaving <see cref="Grad"/>
    /// alone.</summary>
    /// <param name="inputs">Tensors that this one was computed from.</param>
    /// <param name="gradient">The gradient of this tensor; needed unless it has one element.</param>
    /// <param name="retainGraph">Keeps the graph for another pass.</param>
    /// <param name="createGraph">Records the pass itself, for second derivatives.</param>
    /// <param name="allowUnused">Gives null for an input that was not used, where it is an error otherwise.</param>
    public Tensor?[] Gradients(
        ReadOnlySpan<Tensor> inputs, Tensor? gradient = null,
        bool retainGraph = false, bool createGraph = false, bool allowUnused = false)
    {
        nint[] found = AutogradCalls.Gradients(
            this, inputs, gradient, retainGraph || createGraph, createGraph, allowUnused);
        return Array.ConvertAll(found, native => native == 0 ? null : new Tensor(native));
    }

    /// <summary>Drops the gradients of many tensors in one call.</summary>
    /// <param name="tensors">Leaves.</param>
    public static void ClearGradients(ReadOnlySpan<Tensor> tensors) => TensorCalls.ClearGradients(tensors);

    /// <summary>Moves each target towards its source: <c>target += weight · (source − target)</c>; integer tensors are
    /// copied. With weight <c>1 − decay</c> it is an exponential moving average. No gradient is recorded.</summary>
    /// <param name="targets">Tensors to change.</param>
    /// <param name="sources">As many tensors of the same shapes.</param>
    /// <param name="weight">0 leaves targets alone, 1 copies.</param>
    public static void LerpInPlace(ReadOnlySpan<Tensor> targets, ReadOnlySpan<Tensor> sources, double weight)
    {
        if (targets.Length != sources.Length)
        {
            throw new ArgumentException($"{targets.Length} targets were given with {sources.Length} sources.");
        }

        TensorCalls.Lerp(targets, sources, weight);
    }
}
