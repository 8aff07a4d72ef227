using PocketFlow.Torch.Interop;

namespace PocketFlow.Torch;

/// <summary>The state of libtorch in this process and thread: threads, seeds, gradient recording, mixed precision.
/// </summary>
public static class Engine
{
    /// <summary>The version of libtorch that the native library was built with, for example <c>1.13.0</c>.</summary>
    public static string Version => NativeText.Version();

    /// <summary>How many references to native tensors this process holds.</summary>
    public static long LiveTensors => NativeMethods.pf_live_tensors();

    /// <summary>The number of threads that one operation may use, for all threads that call.</summary>
    /// <value>The default value is the number of processors.</value>
    public static int Threads
    {
        get
        {
            NativeStatus.ThrowIfFailed(NativeMethods.pf_get_threads(out int intra, out _));
            return intra;
        }

        set => NativeStatus.ThrowIfFailed(NativeMethods.pf_set_threads(value));
    }

    /// <summary>The number of threads that run independent operations. It can be set once, before any has run.</summary>
    public static int InteropThreads
    {
        get
        {
            NativeStatus.ThrowIfFailed(NativeMethods.pf_get_threads(out _, out int inter));
            return inter;
        }

        set => NativeStatus.ThrowIfFailed(NativeMethods.pf_set_interop_threads(value));
    }

    /// <summary>Whether autograd records on this thread.</summary>
    public static bool IsGradEnabled => NativeMethods.pf_grad_enabled() != 0;

    /// <summary>Gives memory that is kept for later tensors back to the system. libtorch's memory on the processor is
    /// kept up to what was in use at most; with POCKETFLOW_CACHE_MEMORY=0 in the environment nothing is.</summary>
    public static void EmptyCache() => NativeStatus.ThrowIfFailed(NativeMethods.pf_empty_cache());

    /// <summary>Seeds the default generators of all devices.</summary>
    /// <param name="seed">The seed.</param>
    public static void Seed(long seed) => NativeStatus.ThrowIfFailed(NativeMethods.pf_manual_seed(seed));

    /// <summary>Copies the state of a device's default generator, for an exact resume.</summary>
    /// <param name="device">The device.</param>
    public static byte[] GetRandomState(Device device = default)
    {
        NativeStatus.ThrowIfFailed(
            NativeMethods.pf_get_random_state((int)device.Type, device.NativeIndex, out nint native));
        using Tensor state = new(native);
        return state.ToArray<byte>();
    }

    /// <summary>Puts back a state that <see cref="GetRandomState"/> gave.</summary>
    /// <param name="state">The state.</param>
    /// <param name="device">The device.</param>
    /// <exception cref="TorchException">The bytes are no state of this device's generator.</exception>
    public static void SetRandomState(byte[] state, Device device = default)
    {
        using Tensor tensor = Tensor.FromArray(state);
        NativeStatus.ThrowIfFailed(
            NativeMethods.pf_set_random_state((int)device.Type, device.NativeIndex, tensor.Handle));
    }

    /// <summary>Switches autograd off on this thread until the result is disposed.</summary>
    public static GradMode NoGrad() => new(false);

    /// <summary>Switches autograd on on this thread until the result is disposed.</summary>
    public static GradMode EnableGrad() => new(true);

    /// <summary>Runs convolutions and matrix products of this thread in a shorter type until the result is disposed;
    /// parameters and their gradients keep theirs.</summary>
    /// <param name="type">The shorter type: <see cref="DType.BFloat16"/> on the processor.</param>
    /// <param name="device">The kind of device whose operations change.</param>
    /// <param name="enabled">False switches it off inside another block.</param>
    public static AutocastMode Autocast(
        DType type = DType.BFloat16, DeviceType device = DeviceType.Cpu, bool enabled = true) =>
        new(device, enabled, type);

    /// <summary>Makes numbers too small for full precision zero on this thread; denormals slow a processor a lot.
    /// </summary>
    /// <param name="value">Whether to flush.</param>
    /// <returns>Whether the processor can do it.</returns>
    public static bool SetFlushDenormal(bool value)
    {
        NativeStatus.ThrowIfFailed(NativeMethods.pf_set_flush_denormal(value ? 1 : 0, out int supported));
        return supported != 0;
    }
}
