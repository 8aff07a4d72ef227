using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Repeated tensors; stretching an axis of size 1 is repeating it.</summary>
internal sealed class TileWriter() : OperatorWriter("Tile", "Expand")
{
    public override bool Accepts(ElementType type) => ElementTypeMap.IsExpressible(type);

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        long[] dims = node.Output.KnownShape.ToArray();
        Operand input = lowering.Read(x, lowering.PlainLayoutOf(x), lowering.GridOf(node, 0));
        if (input.Dims.Length < dims.Length)
        {
            long[] padded = [.. Enumerable.Repeat(1L, dims.Length - input.Dims.Length), .. input.Dims];
            Operand ordered = lowering.Rearrange(input, Layout.Logical(input.Dims.Length), node.Name);
            input = lowering.Reshape(ordered, padded, Layout.Logical(dims.Length), node.Name);
        }

        long[] repeats = node.OpType == "Tile"
            ? TileOperator.RepeatsOf(node)
            : [.. dims.Zip(input.Dims, (to, from) => to / from)];
        Operand output = lowering.NewResult(node, input.Layout, input.Grid);
        lowering.Emit(
            Op.TILE, [input.Tensor, lowering.Int32s("repeats", input.Layout.Arrange(repeats))], output,
            new(OptionsType.Tile, new FlatTable()));
    }
}
