using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// The version that an operator declares: the first one whose runtime knows the combination of types, ranks and
/// settings. A runtime that is older refuses the file instead of computing something else.
/// </summary>
internal static class OperatorVersions
{
    /// <summary>The version for types that this project writes: float32, int8, and integers as indices.</summary>
    public static int Of(Op code, IReadOnlyList<TfLiteTensor> inputs, IReadOnlyList<TfLiteTensor> outputs)
    {
        bool isInt8 = inputs[0].Type == TfLiteTensorType.Int8;
        int rank = inputs[0].Dims.Length;
        return code switch
        {
            Op.CONV_2D when inputs[1].Dims[3] != inputs[0].Dims[3] => 6,
            Op.CONV_2D or Op.DEPTHWISE_CONV_2D when isInt8 => 3,
            Op.FULLY_CONNECTED when isInt8 => 4,
            Op.TRANSPOSE_CONV => 3,
            Op.MUL when isInt8 && Rescale(inputs, outputs) >= 1 => 3,
            Op.STRIDED_SLICE or Op.PAD or Op.PADV2 when rank > 4 => 4,
            Op.SLICE when rank > 4 => 5,
            Op.TRANSPOSE when rank > 4 => rank > 6 ? 8 : rank > 5 ? 6 : 4,
            Op.ADD when inputs[0].Type == TfLiteTensorType.Int64 => 4,
            Op.SPLIT => inputs[1].Type == TfLiteTensorType.Int8 ? 2 : 1,
            Op.TILE => isInt8 ? 3 : 1,
            Op.GATHER => inputs[0].Type == TfLiteTensorType.Boolean ? 3 : isInt8 ? 2 : 1,
            Op.STRIDED_SLICE when inputs[0].Type == TfLiteTensorType.Boolean => 3,
            Op.DIV when Broadcasts(inputs) && Ranks(inputs) > 4 => 2,
            Op.SUB or Op.MAXIMUM or Op.MINIMUM when Broadcasts(inputs) && Ranks(inputs) > 4 => 3,
            Op.ADD or Op.SUB or Op.MUL or Op.MAXIMUM or Op.MINIMUM or Op.MAX_POOL_2D or Op.AVERAGE_POOL_2D
                or Op.CONCATENATION or Op.PAD or Op.PADV2 or Op.SLICE or Op.STRIDED_SLICE or Op.TRANSPOSE or Op.MEAN
                or Op.SUM or Op.REDUCE_MAX or Op.REDUCE_MIN or Op.ABS or Op.EXP or Op.LOG or Op.GELU or Op.ARG_MAX
                or Op.ARG_MIN or Op.LOG_SOFTMAX or Op.SOFTMAX or Op.LOGISTIC or Op.TANH or Op.RELU or Op.RELU6
                or Op.DEQUANTIZE or Op.BATCH_MATMUL or Op.MIRROR_PAD or Op.SPLIT_V or Op.TOPK_V2 or Op.DEPTH_TO_SPACE
                or Op.SPACE_TO_DEPTH or Op.RESIZE_BILINEAR or Op.RESIZE_NEAREST_NEIGHBOR => isInt8 ? 2 : 1,
            _ => 1,
        };
    }

    /// <summary>The version of a float32 depthwise convolution with dilation, an int8 one has its own.</summary>
    public const int DilatedDepthwise = 2;

    /// <summary>The version of a resampling whose positions are not those of the simple quotient.</summary>
    public const int AlignedResize = 3;

    private static double Rescale(IReadOnlyList<TfLiteTensor> inputs, IReadOnlyList<TfLiteTensor> outputs) =>
        (double)inputs[0].Quantization!.Scales[0] * inputs[1].Quantization!.Scales[0]
        / outputs[0].Quantization!.Scales[0];

    private static bool Broadcasts(IReadOnlyList<TfLiteTensor> inputs) =>
        !inputs[0].Dims.AsSpan().SequenceEqual(inputs[1].Dims);

    private static int Ranks(IReadOnlyList<TfLiteTensor> inputs) => inputs.Max(i => i.Dims.Length);
}
