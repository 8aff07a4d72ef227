using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.TfLite;

/// <summary>Permuted axes: only the layout changes, and data moves where somebody needs another one.</summary>
internal sealed class TransposeWriter() : OperatorWriter("Transpose")
{
    public override bool Accepts(ElementType type) => ElementTypeMap.IsExpressible(type);

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.PlainLayoutOf(x), lowering.GridOf(node, 0));
        int[] permutation = TransposeOperator.PermutationOf(node);
        Layout layout = Layout.Of(input.Layout.Order.Select(a => Array.IndexOf(permutation, a)));
        lowering.Define(node.Output, input with { Dims = node.Output.KnownShape.ToArray(), Layout = layout });
    }
}
