using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Nodes that pass their input on; they have no operator.</summary>
internal sealed class IdentityWriter() : OperatorWriter("Identity", "Dropout")
{
    public override bool Accepts(ElementType type) => ElementTypeMap.IsExpressible(type);

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        lowering.Define(node.Output, lowering.Read(x, lowering.LayoutOf(x), lowering.GridOf(node, 0)));
    }
}
