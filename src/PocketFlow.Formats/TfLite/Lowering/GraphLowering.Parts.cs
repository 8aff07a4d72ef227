using PocketFlow.Formats.FlatBuffers;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <content>Cutting, joining and picking along one axis of a tensor.</content>
internal sealed partial class GraphLowering
{
    /// <summary>A range of a physical axis.</summary>
    public Operand Cut(Operand from, int axis, long start, long count, string name)
    {
        Operand to = NewTensor($"{name}/cut", Resized(from, axis, count), from.Layout, from.Grid);
        long[] begin = new long[from.Dims.Length];
        begin[axis] = start;
        Emit(Op.SLICE, [from.Tensor, Int32s("begin", begin), Int32s("size", to.PhysicalDims)], to);
        return to;
    }

    /// <summary>Operands of one layout joined along a physical axis.</summary>
    public Operand Join(IReadOnlyList<Operand> parts, int axis, string name)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        long[] dims = Resized(parts[0], axis, parts.Sum(p => p.PhysicalDims[axis]));
        Operand to = NewTensor($"{name}/joined", dims, parts[0].Layout, parts[0].Grid);
        FlatTable options = new FlatTable().Set(0, axis);
        Emit(Op.CONCATENATION, [.. parts.Select(p => p.Tensor)], to, new(OptionsType.Concatenation, options));
        return to;
    }

    /// <summary>Positions of a physical axis, picked one by one.</summary>
    public Operand Pick(Operand from, int axis, long[] positions, string name)
    {
        Operand to = NewTensor($"{name}/picked", Resized(from, axis, positions.Length), from.Layout, from.Grid);
        FlatTable options = new FlatTable().Set(0, axis);
        Emit(Op.GATHER, [from.Tensor, Int32s("positions", positions)], to, new(OptionsType.Gather, options));
        return to;
    }

    private static long[] Resized(Operand from, int physicalAxis, long size)
    {
        long[] dims = [.. from.Dims];
        dims[from.Layout.Order[physicalAxis]] = size;
        return dims;
    }
}
