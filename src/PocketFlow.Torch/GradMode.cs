using PocketFlow.Torch.Interop;

namespace PocketFlow.Torch;

/// <summary>A block with gradient recording on or off; the state before comes back at <see cref="Dispose"/>.</summary>
public sealed class GradMode : IDisposable
{
    private readonly bool _before;
    private bool _ended;

    internal GradMode(bool enabled)
    {
        _before = Engine.IsGradEnabled;
        Set(enabled);
    }

    /// <summary>Puts the state back. Call it on the thread that began the block.</summary>
    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            Set(_before);
        }
    }

    private static void Set(bool enabled) =>
        NativeStatus.ThrowIfFailed(NativeMethods.pf_set_grad_enabled(enabled ? 1 : 0));
}
