using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Emits what a node means and returns its outputs, as many as can be read.</summary>
internal delegate IReadOnlyList<Value> OperatorReader(FlowCall call);

/// <summary>How each operator of TensorFlow is read, by its name there.</summary>
internal static class OperatorReaders
{
    private static readonly Dictionary<string, OperatorReader> s_readers = new(StringComparer.Ordinal)
    {
        ["Const"] = SourceReaders.Constant,
        ["Placeholder"] = SourceReaders.Phase,
        ["PlaceholderWithDefault"] = SourceReaders.PassOn,
        ["Identity"] = SourceReaders.PassOn,
        ["IdentityN"] = SourceReaders.PassOn,
        ["StopGradient"] = SourceReaders.PassOn,
        ["PreventGradient"] = SourceReaders.PassOn,
        ["Snapshot"] = SourceReaders.PassOn,
        ["CheckNumerics"] = SourceReaders.PassOn,
        ["EnsureShape"] = SourceReaders.PassOn,
        ["ReadVariableOp"] = SourceReaders.PassOn,
        ["Conv2D"] = ConvReaders.Convolution,
        ["DepthwiseConv2dNative"] = ConvReaders.Depthwise,
        ["Conv2DBackpropInput"] = TransposedConvReader.Read,
        ["MaxPool"] = PoolReaders.Max,
        ["AvgPool"] = PoolReaders.Average,
        ["FusedBatchNorm"] = NormalizationReader.Read,
        ["FusedBatchNormV2"] = NormalizationReader.Read,
        ["FusedBatchNormV3"] = NormalizationReader.Read,
        ["BiasAdd"] = DenseReaders.BiasAdd,
        ["MatMul"] = DenseReaders.MatMul,
        ["BatchMatMul"] = DenseReaders.BatchMatMul,
        ["BatchMatMulV2"] = DenseReaders.BatchMatMul,
        ["BatchMatMulV3"] = DenseReaders.BatchMatMul,
        ["Softmax"] = ElementReaders.LastAxis("Softmax"),
        ["LogSoftmax"] = ElementReaders.LastAxis("LogSoftmax"),
        ["Relu6"] = ElementReaders.Relu6,
        ["LeakyRelu"] = ElementReaders.LeakyRelu,
        ["Rsqrt"] = ElementReaders.Rsqrt,
        ["Square"] = ElementReaders.Square,
        ["SquaredDifference"] = ElementReaders.SquaredDifference,
        ["Log1p"] = ElementReaders.Log1P,
        ["AddN"] = ElementReaders.AddN,
        ["NotEqual"] = ElementReaders.NotEqual,
        ["Select"] = ElementReaders.Select,
        ["SelectV2"] = ElementReaders.Select,
        ["Cast"] = ElementReaders.Cast,
        ["Mean"] = ReduceReaders.WithAxesAttribute("ReduceMean"),
        ["Max"] = ReduceReaders.WithAxesAttribute("ReduceMax"),
        ["Min"] = ReduceReaders.WithAxesAttribute("ReduceMin"),
        ["Prod"] = ReduceReaders.Product,
        ["Sum"] = ReduceReaders.Sum,
        ["ArgMax"] = ReduceReaders.Arg("ArgMax"),
        ["ArgMin"] = ReduceReaders.Arg("ArgMin"),
        ["Reshape"] = ShapeReaders.Reshape,
        ["Squeeze"] = ShapeReaders.Squeeze,
        ["ExpandDims"] = ShapeReaders.ExpandDims,
        ["Shape"] = ShapeReaders.Shape,
        ["Rank"] = ShapeReaders.Rank,
        ["Size"] = ShapeReaders.Size,
        ["Transpose"] = ShapeReaders.Transpose,
        ["ConcatV2"] = JoinReaders.ConcatV2,
        ["Concat"] = JoinReaders.Concat,
        ["Pack"] = JoinReaders.Pack,
        ["Unpack"] = JoinReaders.Unpack,
        ["Split"] = JoinReaders.Split,
        ["SplitV"] = JoinReaders.SplitV,
        ["StridedSlice"] = StridedSliceReader.Read,
        ["Slice"] = SliceReaders.Slice,
        ["GatherV2"] = SliceReaders.Gather,
        ["Gather"] = SliceReaders.Gather,
        ["Pad"] = PadReaders.Pad,
        ["PadV2"] = PadReaders.Pad,
        ["MirrorPad"] = PadReaders.Mirror,
        ["Tile"] = FillReaders.Tile,
        ["Fill"] = FillReaders.Fill,
        ["BroadcastTo"] = FillReaders.BroadcastTo,
        ["Range"] = FillReaders.Range,
        ["ZerosLike"] = FillReaders.ZerosLike,
        ["ResizeBilinear"] = ImageReaders.Resize("linear"),
        ["ResizeNearestNeighbor"] = ImageReaders.Resize("nearest"),
        ["DepthToSpace"] = ImageReaders.BlockMove("DepthToSpace"),
        ["SpaceToDepth"] = ImageReaders.BlockMove("SpaceToDepth"),
        ["FakeQuantWithMinMaxVars"] = FakeQuantReaders.PerTensor,
        ["FakeQuantWithMinMaxVarsPerChannel"] = FakeQuantReaders.PerChannel,
        ["FakeQuantWithMinMaxArgs"] = FakeQuantReaders.FromSettings,
    };

    /// <summary>Operators that only have another name in ONNX.</summary>
    private static readonly Dictionary<string, string> s_renamed = new(StringComparer.Ordinal)
    {
        ["Relu"] = "Relu", ["Elu"] = "Elu", ["Selu"] = "Selu", ["Sigmoid"] = "Sigmoid", ["Tanh"] = "Tanh",
        ["Softplus"] = "Softplus", ["Softsign"] = "Softsign", ["Exp"] = "Exp", ["Log"] = "Log", ["Sqrt"] = "Sqrt",
        ["Neg"] = "Neg", ["Abs"] = "Abs", ["Floor"] = "Floor", ["Ceil"] = "Ceil", ["Round"] = "Round",
        ["Sign"] = "Sign", ["Erf"] = "Erf", ["Sin"] = "Sin", ["Cos"] = "Cos", ["Reciprocal"] = "Reciprocal",
        ["Inv"] = "Reciprocal", ["Add"] = "Add", ["AddV2"] = "Add", ["Sub"] = "Sub", ["Mul"] = "Mul",
        ["RealDiv"] = "Div", ["Div"] = "Div", ["Maximum"] = "Max", ["Minimum"] = "Min", ["Pow"] = "Pow",
        ["Greater"] = "Greater", ["GreaterEqual"] = "GreaterOrEqual", ["Less"] = "Less",
        ["LessEqual"] = "LessOrEqual", ["Equal"] = "Equal", ["LogicalAnd"] = "And", ["LogicalOr"] = "Or",
        ["LogicalNot"] = "Not",
    };

    /// <summary>Every operator that can be read, by its TensorFlow name.</summary>
    public static IEnumerable<string> All => s_readers.Keys.Concat(s_renamed.Keys);

    public static bool Knows(string op) => s_readers.ContainsKey(op) || s_renamed.ContainsKey(op);

    public static OperatorReader Get(string op) => s_readers.TryGetValue(op, out OperatorReader? reader)
        ? reader
        : call => [call.Emit(s_renamed[op], call.Inputs)];
}
