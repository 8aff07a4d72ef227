using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Functions of elements at the same place of operands that may stretch.</summary>
internal sealed class ArithmeticWriter() : OperatorWriter([.. s_forms.Keys])
{
    private const ElementType Real = ElementType.Float32, Int = ElementType.Int32, Long = ElementType.Int64,
        Truth = ElementType.Boolean;

    private static readonly Dictionary<string, Form> s_forms = new(StringComparer.Ordinal)
    {
        ["Add"] = new(Op.ADD, OptionsType.Add, HasInteger: true, 6, Real, Int, Long),
        ["Sub"] = new(Op.SUB, OptionsType.Sub, HasInteger: true, 6, Real, Int, Long),
        ["Mul"] = new(Op.MUL, OptionsType.Mul, HasInteger: true, 6, Real, Int, Long),
        // No runtime divides int8.
        ["Div"] = new(Op.DIV, OptionsType.Div, HasInteger: false, 5, Real, Int),
        ["Min"] = new(Op.MINIMUM, OptionsType.None, HasInteger: true, 5, Real, Int, Long),
        ["Max"] = new(Op.MAXIMUM, OptionsType.None, HasInteger: true, 5, Real, Int, Long),
        ["Pow"] = new(Op.POW, OptionsType.None, HasInteger: false, 4, Real, Int),
        ["Mod"] = new(Op.FLOOR_MOD, OptionsType.None, HasInteger: false, 4, Real, Int, Long),
        ["Equal"] = new(Op.EQUAL, OptionsType.None, HasInteger: false, 4, Real, Int, Long, Truth),
        ["Greater"] = new(Op.GREATER, OptionsType.None, HasInteger: false, 4, Real, Int, Long),
        ["GreaterOrEqual"] = new(Op.GREATER_EQUAL, OptionsType.None, HasInteger: false, 4, Real, Int, Long),
        ["Less"] = new(Op.LESS, OptionsType.None, HasInteger: false, 4, Real, Int, Long),
        ["LessOrEqual"] = new(Op.LESS_EQUAL, OptionsType.None, HasInteger: false, 4, Real, Int, Long),
        ["And"] = new(Op.LOGICAL_AND, OptionsType.None, HasInteger: false, 4, Truth),
        ["Or"] = new(Op.LOGICAL_OR, OptionsType.None, HasInteger: false, 4, Truth),
        ["Xor"] = new(Op.NOT_EQUAL, OptionsType.None, HasInteger: false, 4, Truth),
        ["Where"] = new(Op.SELECT_V2, OptionsType.None, HasInteger: false, 5, Real, Int, Long, Truth),
    };

    // All that take options can apply a rectifier, and nothing else can.
    public override bool FusesActivation(Node node) => s_forms[node.OpType].Options != OptionsType.None;

    public override bool Accepts(ElementType type) => ElementTypeMap.IsExpressible(type);

    public override string? Refuse(Node node)
    {
        Form form = s_forms[node.OpType];
        ElementType type = node.Input(node.OpType == "Where" ? 1 : 0).Type;
        return !form.Types.Contains(type) ? $"its operands are {type}"
            : node.Output.KnownShape.Rank > form.Rank && IsStretched(node)
                ? $"operands of {node.Output.KnownShape.Rank} axes stretch"
            : node.Inputs.Count > (node.OpType == "Where" ? 3 : 2) ? $"{node.Inputs.Count} operands"
            : node.OpType == "Mod" && node.Attributes.Int("fmod", 0) != 0 ? "the sign of the dividend"
            : node.Inputs.Count == 1 ? "one operand"
            : node.OpType == "Pow" && node.Input(1).Type != type && !IsRealPower(node)
                ? $"an exponent of {node.Input(1).Type}"
            : null;
    }

    public override bool HasInteger(Node node) => s_forms[node.OpType].HasInteger;

    public override void Write(Node node, GraphLowering lowering)
    {
        Form form = s_forms[node.OpType];
        Layout layout = CommonLayout(node, lowering);
        Quantization? grid = lowering.ResultGridOf(node);
        // The kernels that only compare take integers as they are: all operands must be on one grid.
        Quantization? shared = form.Code is Op.MINIMUM or Op.MAXIMUM ? grid : null;
        int[] operands = [.. Enumerable.Range(0, node.Inputs.Count)
            .Select(i => Read(node, i, layout, lowering, shared).Tensor)];
        Operand output = lowering.NewResult(node, layout, grid);
        OperatorOptions options = form.Options == OptionsType.None ? OperatorOptions.None
            : new(form.Options, new FlatTable().SetByte(0, lowering.ActivationOf(node)));
        lowering.Emit(form.Code, operands, output, options);
    }

    private static bool IsStretched(Node node) =>
        node.Inputs.Any(i => !i!.KnownShape.Equals(node.Output.KnownShape));

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

    private static Operand Read(Node node, int index, Layout layout, GraphLowering lowering, Quantization? shared)
    {
        Value value = node.Input(index);
        Quantization? grid = shared ?? (lowering.IsInteger(node) ? value.Quantization ?? GridOf(value) : null);
        long[] dims = value.KnownShape.ToArray();
        if (dims.Length == layout.Rank && !value.IsInitializer)
        {
            return lowering.Read(value, layout, grid);
        }

        long[] padded = [.. Enumerable.Repeat(1L, layout.Rank - dims.Length), .. dims];
        if (index == 1 && IsRealPower(node))
        {
            return lowering.Reals(value.Name, value.Data!.ToFloats(), padded, layout, null);
        }

        if (value.IsInitializer)
        {
            return padded.All(d => d == 1)
                ? lowering.Constant(value, [], Layout.Logical(0), grid)
                : lowering.Constant(value, padded, layout, grid);
        }

        Operand own = lowering.Read(value, Layout.Logical(dims.Length), grid);
        Operand grown = lowering.Reshape(own, padded, Layout.Logical(layout.Rank), value.Name);
        return lowering.Rearrange(grown, layout.Merged is null ? layout : grown.Layout, value.Name);
    }

    /// <summary>Whether an exponent of integers can be written as reals.</summary>
    private static bool IsRealPower(Node node) =>
        node.OpType == "Pow" && node.Input(0).Type == Real && node.Input(1).IsInitializer;

    /// <summary>The grid of a constant that nobody annotated: its own range.</summary>
    private static Quantization GridOf(Value constant)
    {
        float[] reals = constant.Data!.ToFloats();
        return Quantization.Affine(reals.Min(), reals.Max());
    }

    /// <summary>
    /// An operator with the types that it takes, and the largest rank at which it stretches operands.
    /// </summary>
    private sealed record Form(
        Op Code, OptionsType Options, bool HasInteger, int Rank, params ElementType[] Types);
}
