namespace PocketFlow.Torch.Interop;

/// <summary>Backward passes over lists of tensors.</summary>
internal static unsafe class AutogradCalls
{
    public static void Backward(Tensor output, Tensor? gradient, bool retainGraph, bool createGraph)
    {
        using HandleLease outputs = new([output]);
        using HandleLease gradients = new([gradient]);
        fixed (nint* first = outputs.Pointers)
        fixed (nint* seed = gradients.Pointers)
        {
            NativeStatus.ThrowIfFailed(NativeMethods.pf_backward(
                first, gradient is null ? null : seed, 1, retainGraph ? 1 : 0, createGraph ? 1 : 0));
        }
    }

    public static nint[] Gradients(
        Tensor output, ReadOnlySpan<Tensor> inputs, Tensor? gradient, bool retainGraph, bool createGraph, bool allowUnused)
    {
        nint[] results = new nint[inputs.Length];
        using HandleLease outputs = new([output]);
        using HandleLease gradients = new([gradient]);
        using HandleLease sources = new(TensorCalls.Nullable(inputs));
        fixed (nint* first = outputs.Pointers)
        fixed (nint* seed = gradients.Pointers)
        fixed (nint* source = sources.Pointers)
        fixed (nint* result = results)
        {
            NativeStatus.ThrowIfFailed(NativeMethods.pf_grad(
                first, gradient is null ? null : seed, 1, source, inputs.Length,
                retainGraph ? 1 : 0, createGraph ? 1 : 0, allowUnused ? 1 : 0, result));
        }

        return results;
    }
}
