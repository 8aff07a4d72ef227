using System.Buffers;

namespace PocketFlow.Torch.Interop;

/// <summary>Native pointers of a list of tensors, which can't be freed until the lease ends.</summary>
internal ref struct HandleLease
{
    private readonly ReadOnlySpan<Tensor?> _tensors;
    private readonly nint[] _pointers;
    private int _taken;

    public HandleLease(ReadOnlySpan<Tensor?> tensors)
    {
        _tensors = tensors;
        _pointers = ArrayPool<nint>.Shared.Rent(Math.Max(1, tensors.Length));
        try
        {
            for (; _taken < tensors.Length; _taken++)
            {
                _pointers[_taken] = Acquire(tensors[_taken]);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public readonly ReadOnlySpan<nint> Pointers => _pointers.AsSpan(0, _tensors.Length);

    public static nint Acquire(Tensor? tensor)
    {
        if (tensor is null)
        {
            return 0;
        }

        bool added = false;
        tensor.Handle.DangerousAddRef(ref added);
        return tensor.Handle.DangerousGetHandle();
    }

    public void Dispose()
    {
        for (int i = 0; i < _taken; i++)
        {
            _tensors[i]?.Handle.DangerousRelease();
        }

        _taken = 0;
        ArrayPool<nint>.Shared.Return(_pointers);
    }
}
