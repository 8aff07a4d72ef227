using PocketFlow.Graphs;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Emits what an operator means and returns its outputs.</summary>
internal delegate IReadOnlyList<Value> TfLiteOperatorReader(TfLiteCall call);

/// <summary>How each operator is read.</summary>
internal static class TfLiteReaders
{
    private static readonly Dictionary<Op, TfLiteOperatorReader> s_readers = new()
    {
        [Op.CONV_2D] = ConvReaders.Convolution,
        [Op.DEPTHWISE_CONV_2D] = ConvReaders.Depthwise,
        [Op.TRANSPOSE_CONV] = TransposeConvReader.Read,
        [Op.FULLY_CONNECTED] = DenseReaders.FullyConnected,
        [Op.BATCH_MATMUL] = DenseReaders.BatchMatMul,
        [Op.AVERAGE_POOL_2D] = PoolReaders.Average,
        [Op.MAX_POOL_2D] = PoolReaders.Max,
        [Op.L2_POOL_2D] = PoolReaders.L2,
        [Op.ADD] = ElementReaders.Arithmetic("Add"),
        [Op.SUB] = ElementReaders.Arithmetic("Sub"),
        [Op.MUL] = ElementReaders.Arithmetic("Mul"),
        [Op.DIV] = ElementReaders.Arithmetic("Div"),
        [Op.FLOOR_DIV] = ElementReaders.FloorDiv,
        [Op.FLOOR_MOD] = ElementReaders.FloorMod,
        [Op.RELU_N1_TO_1] = call => [call.Clip(call.Input(0), -1, 1)],
        [Op.RELU_0_TO_1] = call => [call.Clip(call.Input(0), 0, 1)],
        [Op.LEAKY_RELU] = call => [call.Emit("LeakyRelu", [call.Input(0)], new() { { "alpha", call.Node.Float(0) } })],
        [Op.GELU] = ElementReaders.Gelu,
        [Op.SOFTMAX] = ElementReaders.Softmax,
        [Op.L2_NORMALIZATION] = NormalizationReaders.L2,
        [Op.LOCAL_RESPONSE_NORMALIZATION] = NormalizationReaders.LocalResponse,
        [Op.CAST] = ElementReaders.Cast,
        [Op.QUANTIZE] = call => [call.Input(0)],
        [Op.DEQUANTIZE] = call => [call.Input(0)],
        [Op.DENSIFY] = call => [call.Input(0)],
        [Op.FAKE_QUANT] = call => call.AsTensorFlow(
            "FakeQuantWithMinMaxArgs", call.Given, ("min", call.Node.Float(0)), ("max", call.Node.Float(1)),
            ("num_bits", call.Node.Int(2)), ("narrow_range", call.Node.Flag(3))),
        [Op.CONCATENATION] = JoinReaders.Concatenation,
        [Op.PACK] = call => call.AsTensorFlow("Pack", call.Given, ("axis", call.Node.Int(1))),
        [Op.UNPACK] = call => call.AsTensorFlow("Unpack", call.Given, ("axis", call.Node.Int(1))),
        [Op.SPLIT] = call => call.AsTensorFlow("Split", call.Given, ("num_split", call.Node.Int(0))),
        [Op.SPLIT_V] = call => call.AsTensorFlow("SplitV", call.Given),
        [Op.RESHAPE] = ShapeReaders.Reshape,
        [Op.SQUEEZE] = call => call.AsTensorFlow("Squeeze", call.Given, ("squeeze_dims", call.Node.Ints(0))),
        [Op.EXPAND_DIMS] = call => call.AsTensorFlow("ExpandDims", call.Given),
        [Op.SLICE] = ShapeReaders.Slice,
        [Op.STRIDED_SLICE] = ShapeReaders.StridedSlice,
        [Op.SPACE_TO_BATCH_ND] = BatchSpaceReaders.ToBatch,
        [Op.BATCH_TO_SPACE_ND] = BatchSpaceReaders.ToSpace,
        [Op.GATHER] = ShapeReaders.Gather,
        [Op.GATHER_ND] = call => [call.Emit("GatherND", [call.Input(0), call.Input(1)])],
        [Op.PAD] = call => call.AsTensorFlow("Pad", call.Given),
        [Op.PADV2] = call => call.AsTensorFlow("PadV2", call.Given),
        [Op.MIRROR_PAD] = call => call.AsTensorFlow(
            "MirrorPad", call.Given, ("mode", call.Node.Byte(0) == 0 ? "REFLECT" : "SYMMETRIC")),
        [Op.MEAN] = Reduction("Mean"),
        [Op.SUM] = Reduction("Sum"),
        [Op.REDUCE_MAX] = Reduction("Max"),
        [Op.REDUCE_MIN] = Reduction("Min"),
        [Op.REDUCE_PROD] = Reduction("Prod"),
        [Op.TOPK_V2] = SelectionReaders.TopK,
        [Op.ONE_HOT] = SelectionReaders.OneHot,
        [Op.SELECT] = call => call.AsTensorFlow("Select", call.Given),
        [Op.REVERSE_V2] = SelectionReaders.Reverse,
        [Op.CUMSUM] = call => [call.Emit("CumSum", [call.Input(0), call.Input(1)], new()
        {
            { "exclusive", call.Node.Flag(0) }, { "reverse", call.Node.Flag(1) },
        })],
        [Op.UNIDIRECTIONAL_SEQUENCE_LSTM] = LstmReader.Read,
        [Op.RESIZE_BILINEAR] = call => call.AsTensorFlow(
            "ResizeBilinear", call.Given, ("align_corners", call.Node.Flag(2)), ("half_pixel_centers", call.Node.Flag(3))),
        [Op.RESIZE_NEAREST_NEIGHBOR] = call => call.AsTensorFlow(
            "ResizeNearestNeighbor", call.Given, ("align_corners", call.Node.Flag(0)),
            ("half_pixel_centers", call.Node.Flag(1))),
        [Op.DEPTH_TO_SPACE] = call => call.AsTensorFlow("DepthToSpace", call.Given, ("block_size", call.Node.Int(0))),
        [Op.SPACE_TO_DEPTH] = call => call.AsTensorFlow("SpaceToDepth", call.Given, ("block_size", call.Node.Int(0))),
    };

    /// <summary>Operators without settings that TensorFlow has under another name.</summary>
    private static readonly Dictionary<Op, string> s_renamed = new()
    {
        [Op.RELU] = "Relu", [Op.RELU6] = "Relu6", [Op.ELU] = "Elu", [Op.LOGISTIC] = "Sigmoid", [Op.TANH] = "Tanh",
        [Op.LOG_SOFTMAX] = "LogSoftmax", [Op.EXP] = "Exp", [Op.LOG] = "Log", [Op.SQRT] = "Sqrt", [Op.RSQRT] = "Rsqrt",
        [Op.SQUARE] = "Square", [Op.NEG] = "Neg", [Op.ABS] = "Abs", [Op.FLOOR] = "Floor", [Op.CEIL] = "Ceil",
        [Op.ROUND] = "Round", [Op.SIGN] = "Sign", [Op.SIN] = "Sin", [Op.COS] = "Cos", [Op.MAXIMUM] = "Maximum",
        [Op.MINIMUM] = "Minimum", [Op.POW] = "Pow", [Op.SQUARED_DIFFERENCE] = "SquaredDifference", [Op.ADD_N] = "AddN",
        [Op.GREATER] = "Greater", [Op.GREATER_EQUAL] = "GreaterEqual", [Op.LESS] = "Less",
        [Op.LESS_EQUAL] = "LessEqual", [Op.EQUAL] = "Equal", [Op.NOT_EQUAL] = "NotEqual",
        [Op.LOGICAL_AND] = "LogicalAnd", [Op.LOGICAL_OR] = "LogicalOr", [Op.LOGICAL_NOT] = "LogicalNot",
        [Op.SELECT_V2] = "SelectV2", [Op.TILE] = "Tile", [Op.BROADCAST_TO] = "BroadcastTo", [Op.SHAPE] = "Shape",
        [Op.RANK] = "Rank", [Op.FILL] = "Fill", [Op.RANGE] = "Range", [Op.ZEROS_LIKE] = "ZerosLike",
        [Op.TRANSPOSE] = "Transpose", [Op.ARG_MAX] = "ArgMax", [Op.ARG_MIN] = "ArgMin",
    };

    /// <summary>Operators that have no name in ONNX's words of their own.</summary>
    private static readonly Dictionary<Op, string> s_direct = new()
    {
        [Op.PRELU] = "PRelu", [Op.HARD_SWISH] = "HardSwish",
    };

    /// <summary>Every operator that can be read.</summary>
    public static IEnumerable<Op> All => s_readers.Keys.Concat(s_renamed.Keys).Concat(s_direct.Keys);

    public static bool Knows(Op code) =>
        s_readers.ContainsKey(code) || s_renamed.ContainsKey(code) || s_direct.ContainsKey(code);

    public static TfLiteOperatorReader Get(Op code) =>
        s_readers.TryGetValue(code, out TfLiteOperatorReader? reader) ? reader
        : s_direct.TryGetValue(code, out string? opType) ? call => [call.Emit(opType, call.Inputs)]
        : call => call.AsTensorFlow(s_renamed[code], call.Given);

    private static TfLiteOperatorReader Reduction(string op) =>
        call => call.AsTensorFlow(op, call.Given, ("keep_dims", call.Node.Flag(0)));
}
