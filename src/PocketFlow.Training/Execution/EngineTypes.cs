using System.Runtime.InteropServices;
using PocketFlow.Graphs;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution;

/// <summary>
/// How the engine holds element types: floats of any width as float32, truth values and integers up to 32 bits as
/// themselves, and wider or unsigned integers, for which libtorch has little, as int64.
/// </summary>
internal static class EngineTypes
{
    public static DType Of(ElementType type) => type switch
    {
        ElementType.Boolean => DType.Bool,
        ElementType.UInt8 => DType.UInt8,
        ElementType.Int8 => DType.Int8,
        ElementType.Int16 => DType.Int16,
        ElementType.Int32 => DType.Int32,
        _ => type.IsFloat() ? DType.Float32 : DType.Int64,
    };

    /// <summary>A constant as a tensor.</summary>
    public static Tensor ToTensor(TensorData data, Device device)
    {
        long[] shape = data.Dims.ToArray();
        return Of(data.Type) switch
        {
            DType.Float32 => Tensor.FromArray<float>(data.ToFloats(), shape, device),
            DType.Bool => Tensor.FromArray(Array.ConvertAll(data.Bytes.ToArray(), b => b != 0), shape, device),
            DType.UInt8 => Tensor.FromArray(data.Bytes.Span, shape, device),
            DType.Int8 => Tensor.FromArray(MemoryMarshal.Cast<byte, sbyte>(data.Bytes.Span), shape, device),
            DType.Int16 => Tensor.FromArray(data.As<short>(), shape, device),
            DType.Int32 => Tensor.FromArray(data.As<int>(), shape, device),
            _ => Tensor.FromArray<long>(data.ToInt64s(), shape, device),
        };
    }
}
