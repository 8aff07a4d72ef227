using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PocketFlow.Torch.Interop;

/// <summary>Calls about one tensor that need pointers.</summary>
internal static unsafe class TensorCalls
{
    public static nint FromMemory<T>(ReadOnlySpan<T> data, DType type, ReadOnlySpan<long> shape, Device device)
        where T : unmanaged
    {
        fixed (T* first = data)
        fixed (long* sizes = shape)
        {
            // An empty span has no address, and libtorch wants one even when it reads nothing.
            byte nothing = 0;
            void* source = data.IsEmpty ? &nothing : first;
            NativeStatus.ThrowIfFailed(NativeMethods.pf_tensor_from_memory(
                source, (int)type, sizes, shape.Length, (int)device.Type, device.NativeIndex, out nint result));
            return result;
        }
    }

    public static void ToMemory<T>(Tensor tensor, Span<T> destination, DType type)
        where T : unmanaged
    {
        fixed (T* first = destination)
        {
            long bytes = (long)destination.Length * sizeof(T);
            NativeStatus.ThrowIfFailed(
                NativeMethods.pf_tensor_to_memory(tensor.Handle, first, bytes, (int)type));
        }
    }

    public static Span<T> View<T>(Tensor tensor)
        where T : unmanaged
    {
        NativeStatus.ThrowIfFailed(NativeMethods.pf_tensor_data(tensor.Handle, out nint data, out long bytes));
        return new Span<T>((void*)data, checked((int)(bytes / sizeof(T))));
    }

    public static long[] Sizes(Tensor tensor, int dimensions, bool strides = false)
    {
        long[] sizes = new long[dimensions];
        fixed (long* first = sizes)
        {
            NativeStatus.ThrowIfFailed(NativeMethods.pf_tensor_sizes(
                tensor.Handle, strides ? null : first, strides ? first : null));
        }

        return sizes;
    }

    public static void ClearGradients(ReadOnlySpan<Tensor> tensors)
    {
        using HandleLease lease = new(Nullable(tensors));
        fixed (nint* first = lease.Pointers)
        {
            NativeStatus.ThrowIfFailed(NativeMethods.pf_clear_grads(first, tensors.Length));
        }
    }

    public static void Lerp(ReadOnlySpan<Tensor> targets, ReadOnlySpan<Tensor> sources, double weight)
    {
        using HandleLease targetLease = new(Nullable(targets));
        using HandleLease sourceLease = new(Nullable(sources));
        fixed (nint* target = targetLease.Pointers)
        fixed (nint* source = sourceLease.Pointers)
        {
            NativeStatus.ThrowIfFailed(NativeMethods.pf_lerp(target, source, targets.Length, weight));
        }
    }

    /// <summary>The same span seen as one that may have nulls; there is no conversion for it in the language.</summary>
    public static ReadOnlySpan<Tensor?> Nullable(ReadOnlySpan<Tensor> tensors) =>
        MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<Tensor, Tensor?>(ref MemoryMarshal.GetReference(tensors)), tensors.Length);
}
