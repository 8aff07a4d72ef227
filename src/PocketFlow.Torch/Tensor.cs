using System.Globalization;
using PocketFlow.Torch.Interop;

namespace PocketFlow.Torch;

/// <summary>An array of numbers in libtorch, with what autograd needs to differentiate through it. A tensor is owned by
/// the <see cref="TensorScope"/> that was open when it was made, or else by the caller, who disposes it. Not
/// thread-safe for writing.</summary>
public sealed partial class Tensor : IDisposable
{
    private NativeTensorInfo _info;
    private long[]? _shape;

    internal Tensor(nint native)
    {
        Handle = new TensorHandle(native);
        Owner = TensorScope.Adopt(this);
    }

    /// <summary>The length of each axis; empty for a single number.</summary>
    public ReadOnlySpan<long> Shape => ShapeArray;

    /// <summary>The number of axes.</summary>
    public int Dimensions => ShapeArray.Length;

    /// <summary>The number of elements.</summary>
    public long ElementCount
    {
        get
        {
            _ = ShapeArray;
            return _info.ElementCount;
        }
    }

    /// <summary>The type of the elements.</summary>
    public DType DType
    {
        get
        {
            _ = ShapeArray;
            return (DType)_info.DataType;
        }
    }

    /// <summary>Where the tensor lives.</summary>
    public Device Device
    {
        get
        {
            _ = ShapeArray;
            return new Device((DeviceType)_info.DeviceType, Math.Max(0, _info.DeviceIndex));
        }
    }

    /// <summary>Distances in elements between neighbours along each axis.</summary>
    public long[] Strides => TensorCalls.Sizes(this, Dimensions, strides: true);

    /// <summary>Whether <see cref="Dispose"/> was called.</summary>
    public bool IsDisposed => Handle.IsClosed;

    internal TensorHandle Handle { get; }

    /// <summary>The scope that frees the tensor; null when its user does.</summary>
    internal TensorScope? Owner { get; set; }

    private long[] ShapeArray
    {
        get
        {
            if (_shape is null)
            {
                NativeStatus.ThrowIfFailed(NativeMethods.pf_tensor_describe(Handle, out _info));
                _shape = TensorCalls.Sizes(this, _info.Dimensions);
            }

            return _shape;
        }
    }

    /// <summary>The length of one axis.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    public long Size(int axis) => ShapeArray[axis < 0 ? axis + ShapeArray.Length : axis];

    /// <summary>Whether the elements are dense in the given order.</summary>
    /// <param name="format">The order.</param>
    public bool IsContiguous(MemoryFormat format = MemoryFormat.Contiguous)
    {
        NativeStatus.ThrowIfFailed(NativeMethods.pf_tensor_is_contiguous(Handle, (int)format, out int result));
        return result != 0;
    }

    /// <summary>Gives the native tensor back; memory is freed when nothing else (such as the autograd graph) uses it.
    /// </summary>
    public void Dispose() => Handle.Dispose();

    /// <summary>Element type, shape and device, for example <c>Float32[128, 3, 32, 32] cpu</c>.</summary>
    public override string ToString() => IsDisposed
        ? "disposed tensor"
        : string.Create(CultureInfo.InvariantCulture, $"{DType}[{string.Join(", ", ShapeArray)}] {Device}");
}
