using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Functions of one element that TFLite has under a name of its own.</summary>
internal sealed class UnaryWriter() : OperatorWriter([.. s_functions.Keys])
{
    private static readonly Dictionary<string, (Op Code, bool HasInteger)> s_functions = new(StringComparer.Ordinal)
    {
        ["Sigmoid"] = (Op.LOGISTIC, true),
        ["Tanh"] = (Op.TANH, true),
        ["HardSwish"] = (Op.HARD_SWISH, true),
        ["LeakyRelu"] = (Op.LEAKY_RELU, true),
        ["Elu"] = (Op.ELU, true),
        ["Gelu"] = (Op.GELU, true),
        ["Abs"] = (Op.ABS, true),
        ["Exp"] = (Op.EXP, true),
        ["Log"] = (Op.LOG, true),
        ["Neg"] = (Op.NEG, false),
        ["Sqrt"] = (Op.SQRT, false),
        ["Floor"] = (Op.FLOOR, false),
        ["Ceil"] = (Op.CEIL, false),
        ["Round"] = (Op.ROUND, false),
        ["Sign"] = (Op.SIGN, false),
        ["Sin"] = (Op.SIN, false),
        ["Cos"] = (Op.COS, false),
        ["Not"] = (Op.LOGICAL_NOT, false),
    };

    /// <summary>Truth values only come to Not.</summary>
    public override bool Accepts(ElementType type) => type == ElementType.Boolean;

    public override string? Refuse(Node node) =>
        node.OpType == "Elu" && node.Attributes.Float("alpha", 1) != 1 ? "TFLite's alpha is 1" : null;

    public override bool HasInteger(Node node) => s_functions[node.OpType].HasInteger;

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
        lowering.Emit(s_functions[node.OpType].Code, [input.Tensor], output, OptionsOf(node));
    }

    private static OperatorOptions OptionsOf(Node node) => node.OpType switch
    {
        "LeakyRelu" => new(OptionsType.LeakyRelu, new FlatTable().Set(0, node.Attributes.Float("alpha", 0.01f))),
        "Gelu" => new(
            OptionsType.Gelu, new FlatTable().Set(0, node.Attributes.Text("approximate", "none") == "tanh")),
        _ => OperatorOptions.None,
    };
}
