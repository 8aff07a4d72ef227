using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Functions of one element that TFLite has under a name of its own.</summary>
internal sealed class UnaryWriter() : OperatorWriter("Sigmoid", "Tanh", "HardSwish", "LeakyRelu")
{
    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.LayoutOf(x), lowering.GridOf(node, 0));
        Quantization? grid = input.Grid is null ? null : node.OpType switch
        {
            "Sigmoid" => Int8Grid.UnitInterval,
            "Tanh" => Int8Grid.SignedUnit,
            _ => lowering.ResultGridOf(node),
        };
        Operand output = lowering.NewResult(node, input.Layout, grid);
        lowering.Emit(CodeOf(node), [input.Tensor], output, OptionsOf(node));
    }

    private static Op CodeOf(Node node) => node.OpType switch
    {
        "Sigmoid" => Op.LOGISTIC,
        "Tanh" => Op.TANH,
        "HardSwish" => Op.HARD_SWISH,
        _ => Op.LEAKY_RELU,
    };

    private static OperatorOptions OptionsOf(Node node) => node.OpType == "LeakyRelu"
        ? new(OptionsType.LeakyRelu, new FlatTable().Set(0, node.Attributes.Float("alpha", 0.01f)))
        : OperatorOptions.None;
}
