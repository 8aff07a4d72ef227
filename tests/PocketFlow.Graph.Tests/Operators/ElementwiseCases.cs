namespace PocketFlow.Graphs.Tests.Operators;

/// <summary>Cases of elementwise operators, reductions and normalisations; see <see cref="OperatorCases"/>.</summary>
internal static class ElementwiseCases
{
    private static readonly string[] s_functions =
    [
        "Elu", "Selu", "Celu", "Gelu", "Erf", "Mish", "Softplus", "Softsign", "ThresholdedRelu", "Abs", "Neg", "Sign",
        "Exp", "Log", "Sqrt", "Reciprocal", "Floor", "Ceil", "Round", "Sin", "Cos", "LogSoftmax", "Hardmax",
    ];

    private static readonly string[] s_pairs =
        ["Pow", "Mod", "Min", "Max", "Sum", "Mean", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual"];

    private static readonly string[] s_reductions =
    [
        "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum",
        "ReduceLogSumExp",
    ];

    public static IEnumerable<(string OpType, string Inputs, string Attributes, string Expected)> Valid =>
    [
        .. s_functions.Select(f => (f, "[batch,3]", "", "[batch, 3]")),
        .. s_pairs.Select(p => (p, "[batch,4,3] [4,1]", "", "[batch, 4, 3]")),
        .. s_pairs.Where(p => p is not "Mean").Select(p => (p, "{7,-7,9} {2,2,4}", "", "[3]")),
        .. s_reductions.Select(r => (r, "[batch,5,4,6]", "axes=[2,-1]", "[batch, 5, 1, 1]")),
        .. s_reductions.Select(r => (r, "[2,5,4] {1}", "keepdims=0", "[2, 4]")),
        .. s_reductions.Select(r => (r, "[2,3]", "keepdims=0", "[]")),
        ("ReduceProd", "{2,3,4}", "keepdims=0", "[]"),
        ("Mod", "{7,-7,9} {2,2,4}", "fmod=1", "[3]"),
        ("Max", "[2,1] [3] []", "", "[2, 3]"),
        ("Gelu", "[batch,3]", "approximate:tanh", "[batch, 3]"),
        ("PRelu", "[batch,3,2,2] [3,1,1]", "", "[batch, 3, 2, 2]"),
        ("Not", "![2,3]", "", "[2, 3]"),
        ("And", "![2,3] ![3]", "", "[2, 3]"),
        ("Or", "![2,3] ![3]", "", "[2, 3]"),
        ("Xor", "![2,3] ![3]", "", "[2, 3]"),
        ("Where", "![2,3] [3] [1]", "", "[2, 3]"),
        ("ArgMax", "[batch,3,4]", "axis=1", "[batch, 1, 4]"),
        ("ArgMin", "[batch,3,4]", "axis=-1 keepdims=0", "[batch, 3]"),
        ("CumSum", "[batch,3] #1", "reverse=1", "[batch, 3]"),
        ("LayerNormalization", "[batch,5,8] [8] [8]", "", "[batch, 5, 8]"),
        ("InstanceNormalization", "[batch,3,4,4] [3] [3]", "", "[batch, 3, 4, 4]"),
        ("GroupNormalization", "[batch,6,4,4] [6] [6]", "num_groups=2", "[batch, 6, 4, 4]"),
        ("LpNormalization", "[batch,3]", "axis=1 p=1", "[batch, 3]"),
        ("LRN", "[batch,5,2,2]", "size=3", "[batch, 5, 2, 2]"),
        ("MeanVarianceNormalization", "[batch,3,2,2]", "", "[batch, 3, 2, 2]"),
        ("Einsum", "[batch,3,4] [4,5]", "equation:bij,jk->bki", "[batch, 5, 3]"),
    ];

    public static IEnumerable<(string OpType, string Inputs, string Attributes)> Faulty =>
    [
        ("PRelu", "[2,3] [4]", ""),
        ("PRelu", "[3] [2,3]", ""),
        ("Pow", "[2,3]", ""),
        ("Pow", "[2,3] [4]", ""),
        ("Add", "[3] {1,2,3}", ""),
        ("Equal", "[3] {1,2,3}", ""),
        ("Not", "[2,3]", ""),
        ("And", "[2,3] [2,3]", ""),
        ("Where", "[2,3] [2,3] [2,3]", ""),
        ("Where", "![2,3] [2,3]", ""),
        ("ReduceSum", "[2,3] {2}", ""),
        ("ArgMax", "[2,3]", "axis=2"),
        ("LogSoftmax", "[2,3]", "axis=2"),
        ("LayerNormalization", "[2,5,8] [5]", ""),
        ("InstanceNormalization", "[2,3,4,4] [4] [3]", ""),
        ("GroupNormalization", "[2,6,4,4] [6] [6]", "num_groups=4"),
        ("GroupNormalization", "[2,6,4,4] [6] [6]", ""),
        ("LpNormalization", "[2,3]", "axis=2"),
        ("MeanVarianceNormalization", "[2,3]", ""),
        ("CumSum", "[2,3] #2", ""),
        ("Einsum", "[2,3] [4,5]", "equation:ij,jk->ik"),
        ("Einsum", "[2,3] [3,5]", "equation:ii,jk->ik"),
        ("Einsum", "[2,3] [3,5]", "equation:ij,jk->iz"),
        ("Einsum", "[2,3]", "equation:ij->i"),
    ];
}
