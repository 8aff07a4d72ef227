using PocketFlow.Formats.TensorFlow.Wire;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow;

/// <summary>Converts element types and shapes of TensorFlow files.</summary>
internal static class TensorFlowTypes
{
    public const int Text = 7;
    public const int Resource = 20;

    /// <summary>
    /// The element type that a number stands for; <see cref="ElementType.Undefined"/> for other kinds.
    /// </summary>
    public static ElementType Read(int type) => (type >= 100 ? type - 100 : type) switch
    {
        1 => ElementType.Float32,
        2 => ElementType.Float64,
        3 or 13 => ElementType.Int32,
        4 or 12 => ElementType.UInt8,
        5 or 15 => ElementType.Int16,
        6 or 11 => ElementType.Int8,
        9 => ElementType.Int64,
        10 => ElementType.Boolean,
        14 => ElementType.BFloat16,
        16 or 17 => ElementType.UInt16,
        19 => ElementType.Float16,
        22 => ElementType.UInt32,
        23 => ElementType.UInt64,
        _ => ElementType.Undefined,
    };

    /// <summary>
    /// The type that the graph computes in: floats of any width in 32 bits, as the engine trains, and integers in 64,
    /// as ONNX keeps shapes.
    /// </summary>
    public static ElementType Working(ElementType type) =>
        type.IsFloat() ? ElementType.Float32 : type == ElementType.Boolean ? type : ElementType.Int64;

    /// <summary>A shape, or null where its rank is open; an open first dimension is the batch.</summary>
    public static Shape? Read(TensorShapeProto? shape)
    {
        if (shape is null or { UnknownRank: true })
        {
            return null;
        }

        Dim[] dims = [.. shape.Dim.Select(d => d.Size >= 0 ? Dim.FromInt64(d.Size) : Dim.Unknown)];
        if (dims.Length > 0 && !dims[0].IsKnown)
        {
            dims[0] = Dim.Symbolic("batch");
        }

        return new Shape(dims);
    }
}
