using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Joins tensors along an axis. Integer parts are brought to the result's grid first.</summary>
internal sealed class ConcatWriter() : OperatorWriter("Concat")
{
    public override bool Accepts(ElementType type) => ElementTypeMap.IsExpressible(type);

    public override void Write(Node node, GraphLowering lowering)
    {
        Value lead = node.Inputs.OfType<Value>().FirstOrDefault(v => !v.IsInitializer) ?? node.Input(0);
        Layout layout = lowering.PlainLayoutOf(lead);
        Quantization? grid = lowering.ResultGridOf(node);
        int[] parts = [.. node.Inputs.Select(v => lowering.Read(v!, layout, grid).Tensor)];
        Operand output = lowering.NewResult(node, layout, grid);
        FlatTable options = new FlatTable().Set(0, layout.PhysicalAxis(ConcatOperator.AxisOf(node)));
        lowering.Emit(Op.CONCATENATION, parts, output, new(OptionsType.Concatenation, options));
    }
}
