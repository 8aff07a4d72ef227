using PocketFlow.Torch.Interop;

namespace PocketFlow.Torch;

/// <summary>A block in mixed precision; the state before comes back at <see cref="Dispose"/>.</summary>
public sealed class AutocastMode : IDisposable
{
    private readonly DeviceType _device;
    private readonly int _enabledBefore;
    private readonly int _typeBefore;
    private bool _ended;

    internal AutocastMode(DeviceType device, bool enabled, DType type)
    {
        _device = device;
        NativeStatus.ThrowIfFailed(NativeMethods.pf_get_autocast((int)device, out _enabledBefore, out _typeBefore));
        NativeStatus.ThrowIfFailed(NativeMethods.pf_set_autocast((int)device, enabled ? 1 : 0, (int)type));
    }

    /// <summary>Puts the state back and drops the shortened copies of parameters. Call it on the thread that began the
    /// block.</summary>
    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        NativeStatus.ThrowIfFailed(NativeMethods.pf_set_autocast((int)_device, _enabledBefore, _typeBefore));
        if (_enabledBefore == 0)
        {
            NativeStatus.ThrowIfFailed(NativeMethods.pf_clear_autocast_cache());
        }
    }
}
