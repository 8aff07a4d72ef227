using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Sum, difference, product and quotient of two operands, one of which may stretch.</summary>
internal sealed class ArithmeticWriter() : OperatorWriter("Add", "Sub", "Mul", "Div")
{
    public override bool FusesActivation => true;

    /// <summary>No runtime divides int8.</summary>
    public override bool HasInteger(Node node) => node.OpType != "Div";

    public override void Write(Node node, GraphLowering lowering)
    {
        Layout layout = CommonLayout(node, lowering);
        Operand a = Read(node, 0, layout, lowering);
        Operand b = Read(node, 1, layout, lowering);
        Operand output = lowering.NewResult(node, layout, lowering.ResultGridOf(node));
        FlatTable options = new FlatTable().SetByte(0, lowering.ActivationOf(node));
        (Op code, OptionsType type) = node.OpType switch
        {
            "Add" => (Op.ADD, OptionsType.Add),
            "Sub" => (Op.SUB, OptionsType.Sub),
            "Mul" => (Op.MUL, OptionsType.Mul),
            _ => (Op.DIV, OptionsType.Div),
        };
        lowering.Emit(code, [a.Tensor, b.Tensor], output, new(type, options));
    }

    /// <summary>The layout of the operand that needs no stretching of its rank.</summary>
    private static Layout CommonLayout(Node node, GraphLowering lowering)
    {
        int rank = node.Output.KnownShape.Rank;
        Value[] computed = [.. node.Inputs.OfType<Value>().Where(v => !v.IsInitializer && v.KnownShape.Rank == rank)];
        if (computed.Length == 0)
        {
            return Layout.Logical(rank);
        }

        Layout layout = lowering.LayoutOf(computed[0]);
        bool isShared = node.Inputs.All(v => v!.KnownShape.ElementCount == 1 || lowering.LayoutOf(v).Equals(layout));
        return layout.Merged is null || isShared ? layout : Layout.Logical(rank);
    }

    private static Operand Read(Node node, int index, Layout layout, GraphLowering lowering)
    {
        Value value = node.Input(index);
        Quantization? grid = lowering.IsInteger(node) ? value.Quantization ?? GridOf(value) : null;
        long[] dims = value.KnownShape.ToArray();
        if (dims.Length == layout.Rank && !value.IsInitializer)
        {
            return lowering.Read(value, layout, grid);
        }

        long[] padded = [.. Enumerable.Repeat(1L, layout.Rank - dims.Length), .. dims];
        if (value.Data is { } data)
        {
            return padded.All(d => d == 1)
                ? lowering.Reals(value.Name, data.ToFloats(), [], Layout.Logical(0), grid)
                : lowering.Reals(value.Name, data.ToFloats(), padded, layout, grid);
        }

        Operand own = lowering.Read(value, Layout.Logical(dims.Length), grid);
        Operand grown = lowering.Reshape(own, padded, Layout.Logical(layout.Rank), value.Name);
        return lowering.Rearrange(grown, layout.Merged is null ? layout : grown.Layout, value.Name);
    }

    /// <summary>The grid of a constant that nobody annotated: its own range.</summary>
    private static Quantization GridOf(Value constant)
    {
        float[] reals = constant.Data!.ToFloats();
        return Quantization.Affine(reals.Min(), reals.Max());
    }
}
