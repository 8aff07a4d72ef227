using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>Converts names, types and shapes of values between the file and the graph.</summary>
internal static class OnnxTypes
{
    public static OnnxValueInfo Read(ValueInfoProto info)
    {
        TypeProto.Types.Tensor? tensor = info.Type?.TensorType;
        var type = (ElementType)(tensor?.ElemType ?? 0);
        return new(info.Name, Enum.IsDefined(type) ? type : ElementType.Undefined, ReadShape(tensor?.Shape));
    }

    public static ValueInfoProto Write(string name, ElementType type, Shape? shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (shape is not null)
        {
            tensor.Shape = new TensorShapeProto();
            tensor.Shape.Dim.AddRange(shape.Select(WriteDim));
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private static Shape? ReadShape(TensorShapeProto? shape) =>
        shape is null ? null : new Shape([.. shape.Dim.Select(ReadDim)]);

    // Exporters write 0 or -1 for a size that they don't know.
    private static Dim ReadDim(TensorShapeProto.Types.Dimension dim) =>
        dim.DimValue > 0 ? dim.DimValue : dim.DimParam.Length > 0 ? Dim.Symbolic(dim.DimParam) : Dim.Unknown;

    private static TensorShapeProto.Types.Dimension WriteDim(Dim dim)
    {
        var written = new TensorShapeProto.Types.Dimension();
        if (dim.IsKnown)
        {
            written.DimValue = dim.Size;
        }
        else if (dim.Symbol is { } symbol)
        {
            written.DimParam = symbol;
        }

        return written;
    }
}
