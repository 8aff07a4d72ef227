using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Other dimensions for the same elements, in whatever order these lie.</summary>
internal sealed class ReshapeWriter() : OperatorWriter("Reshape", "Flatten", "Squeeze", "Unsqueeze")
{
    public override bool Accepts(ElementType type) => ElementTypeMap.IsExpressible(type);

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        long[] from = x.KnownShape.ToArray();
        long[] to = node.Output.KnownShape.ToArray();
        Layout layout = lowering.LayoutOf(x);
        Layout? result = LayoutReshape.Follow(layout, from, to);
        layout = result is null ? Layout.Logical(from.Length) : layout;
        Operand input = lowering.Read(x, layout, lowering.GridOf(node, 0));
        result ??= Layout.Logical(to.Length);
        if (input.PhysicalDims.SequenceEqual(result.Arrange(to)))
        {
            lowering.Define(node.Output, input with { Dims = to, Layout = result });
            return;
        }

        lowering.EmitReshape(input, lowering.NewResult(node, result, input.Grid));
    }
}
