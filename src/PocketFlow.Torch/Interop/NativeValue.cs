using System.Runtime.InteropServices;

namespace PocketFlow.Torch.Interop;

/// <summary>One argument or result of an operator, laid out as <c>pf_value</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public int Kind;
    public int Reserved;
    public long Length;
    public long Bits;
}

/// <summary>What a native query says about a tensor, laid out as <c>pf_tensor_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeTensorInfo
{
    public long ElementCount;
    public int DataType;
    public int Dimensions;
    public int DeviceType;
    public int DeviceIndex;
}
