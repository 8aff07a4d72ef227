using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Formats.TfLite;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;
using Type = PocketFlow.Formats.TfLite.OptionsType;

namespace PocketFlow.Formats.Tests.TfLite;

/// <summary>Files of one or two operators that this project's writer doesn't write, or writes otherwise.</summary>
internal static class TfLiteOperatorCases
{
    public static IReadOnlyDictionary<string, Func<byte[]>> All { get; } =
        new Dictionary<string, Func<byte[]>>(StringComparer.Ordinal)
        {
            ["float16"] = TfLiteSamples.Float16,
            ["sparse"] = TfLiteSamples.Sparse,
            ["dilated"] = TfLiteSamples.Dilated,
            ["conv-dilation-relu6"] = () => Layer(Op.CONV_2D, [3, 3, 2, 4], [1, 5, 6, 3], Type.Conv2D, new FlatTable()
                .Set(1, 1).Set(2, 1).SetByte(3, 3).Set(4, 2, 1).Set(5, 1, 1)),
            ["conv-groups"] = () => Layer(Op.CONV_2D, [4, 3, 3, 2], [1, 3, 3, 4], Type.Conv2D, new FlatTable()
                .Set(1, 2).Set(2, 2), version: 6),
            ["depthwise-multiplier"] = () => Layer(Op.DEPTHWISE_CONV_2D, [1, 3, 2, 8], [1, 3, 6, 8], Type.DepthwiseConv2D,
                new FlatTable().Set(1, 1).Set(2, 2).Set(3, 2).SetByte(4, 2)),
            ["transpose-conv"] = TransposeConv,
            ["average-pool-same"] = () => One(Op.AVERAGE_POOL_2D, [1, 3, 3, 4], Type.Pool2D, new FlatTable()
                .Set(1, 2).Set(2, 2).Set(3, 3).Set(4, 2)),
            ["l2-pool"] = () => One(Op.L2_POOL_2D, [1, 4, 5, 4], Type.Pool2D, new FlatTable()
                .SetByte(0, 1).Set(1, 1).Set(2, 1).Set(3, 2).Set(4, 2)),
            ["dense-keeps-axes"] = () => Dense(keepsAxes: true, [1, 5, 6, 3]),
            ["dense-flattens"] = () => Dense(keepsAxes: false, [30, 3]),
            ["softmax-beta"] = () => One(Op.SOFTMAX, [1, 5, 6, 4], Type.Softmax, new FlatTable().Set(0, 0.5f)),
            ["log-softmax"] = () => One(Op.LOG_SOFTMAX, [1, 5, 6, 4]),
            ["l2-normalization"] = () => One(Op.L2_NORMALIZATION, [1, 5, 6, 4]),
            ["lrn"] = () => One(
                Op.LOCAL_RESPONSE_NORMALIZATION, [1, 5, 6, 4], (Type)13,
                new FlatTable().Set(0, 1).Set(1, 1.5f).Set(2, 0.3f).Set(3, 0.75f)),
            ["gelu"] = () => One(Op.GELU, [1, 5, 6, 4]),
            ["gelu-tanh"] = () => One(Op.GELU, [1, 5, 6, 4], (Type)116, new FlatTable().Set(0, true)),
            ["relu-n1-to-1"] = () => One(Op.RELU_N1_TO_1, [1, 5, 6, 4]),
            ["hard-swish"] = () => One(Op.HARD_SWISH, [1, 5, 6, 4]),
            ["elu"] = () => One(Op.ELU, [1, 5, 6, 4]),
            ["prelu"] = () => With(Op.PRELU, [1, 5, 6, 4], f => [f.Reals("slope", [1, 1, 4])]),
            ["squared-difference"] = () => With(Op.SQUARED_DIFFERENCE, [1, 5, 6, 4], f => [f.Reals("c", [6, 4])]),
            ["rsqrt"] = () => Chain(Op.SQUARE, Op.RSQRT),
            ["floor-mod"] = () => With(Op.FLOOR_MOD, [1, 5, 6, 4], f => [f.Reals("c", [4])]),
            ["reduce-max"] = () => With(
                Op.REDUCE_MAX, [1, 6, 4], f => [f.Ints(1)], Type.Reducer, new FlatTable()),
            ["sum-keeps"] = () => With(
                Op.SUM, [1, 5, 6, 1], f => [f.Ints(-1)], Type.Reducer, new FlatTable().Set(0, true)),
            ["strided-slice-masks"] = StridedSlice,
            ["slice"] = () => With(Op.SLICE, [1, 2, 6, 2], f => [f.Ints(0, 1, 0, 2), f.Ints(1, 2, -1, 2)]),
            ["pad"] = () => With(
                Op.PAD, [1, 8, 6, 5], f => [f.Constant("p", TfLiteTensorType.Int32, [0, 0, 1, 2, 0, 0, 1, 0], [4, 2])]),
            ["mirror-pad"] = () => With(
                Op.MIRROR_PAD, [1, 8, 8, 4],
                f => [f.Constant("p", TfLiteTensorType.Int32, [0, 0, 1, 2, 2, 0, 0, 0], [4, 2])], Type.MirrorPad,
                new FlatTable()),
            ["squeeze-expand"] = SqueezeExpand,
            ["pack"] = Pack,
            ["unpack"] = Unpack,
            ["split"] = Split,
            ["gather"] = () => With(Op.GATHER, [1, 5, 3, 4], f => [f.Ints(5, 0, 2)], Type.Gather, new FlatTable().Set(0, 2)),
            ["reverse"] = () => With(Op.REVERSE_V2, [1, 5, 6, 4], f => [f.Ints(1)]),
            ["space-to-batch"] = SpaceToBatch,
            ["resize-bilinear"] = () => With(
                Op.RESIZE_BILINEAR, [1, 9, 13, 4], f => [f.Ints(9, 13)], Type.ResizeBilinear, new FlatTable().Set(3, true)),
            ["resize-corners"] = () => With(
                Op.RESIZE_BILINEAR, [1, 9, 11, 4], f => [f.Ints(9, 11)], Type.ResizeBilinear, new FlatTable().Set(2, true)),
            ["resize-nearest"] = () => With(
                Op.RESIZE_NEAREST_NEIGHBOR, [1, 10, 9, 4], f => [f.Ints(10, 9)], Type.ResizeNearestNeighbor,
                new FlatTable().Set(1, true)),
            ["depth-to-space"] = () => One(Op.DEPTH_TO_SPACE, [1, 10, 12, 1], Type.DepthToSpace, new FlatTable().Set(0, 2)),
        };

    /// <summary>An image [1, 5, 6, 4] and one operator on it.</summary>
    private static byte[] One(Op code, int[] result, Type type = Type.None, FlatTable? options = null) =>
        With(code, result, _ => [], type, options);

    private static byte[] With(
        Op code, int[] result, Func<TfLiteSample, int[]> rest, Type type = Type.None, FlatTable? options = null,
        int version = 1)
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 5, 6, 4);
        int y = file.Tensor("y", result);
        return file.Operator(code, [x, .. rest(file)], [y], type, options, version).Interface([x], [y]).Build();
    }

    private static byte[] Layer(Op code, int[] kernel, int[] result, Type type, FlatTable options, int version = 1) =>
        With(code, result, f => [f.Reals("kernel", kernel), f.Reals("bias", [result[3]], 2)], type, options, version);

    private static byte[] Chain(Op first, Op second)
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 5);
        int between = file.Tensor("between", 1, 5);
        int y = file.Tensor("y", 1, 5);
        return file.Operator(first, [x], [between]).Operator(second, [between], [y]).Interface([x], [y]).Build();
    }

    private static byte[] TransposeConv()
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 4, 5, 3);
        int y = file.Tensor("y", 1, 8, 10, 2);
        return file.Operator(
            Op.TRANSPOSE_CONV, [file.Ints(1, 8, 10, 2), file.Reals("kernel", [2, 3, 3, 3]), x, file.Reals("bias", [2])],
            [y], Type.TransposeConv, new FlatTable().Set(1, 2).Set(2, 2), version: 3).Interface([x], [y]).Build();
    }

    private static byte[] Dense(bool keepsAxes, int[] result) => With(
        Op.FULLY_CONNECTED, result, f => [f.Reals("weight", [3, 4]), f.Reals("bias", [3])], Type.FullyConnected,
        new FlatTable().Set(2, keepsAxes), version: keepsAxes ? 5 : 1);

    /// <summary>x[:, 1:5:2, ..., 3, newaxis] with an open begin and a negative end.</summary>
    private static byte[] StridedSlice() => With(
        Op.STRIDED_SLICE, [1, 2, 5, 1], f => [f.Ints(0, 1, 0, 3, 0), f.Ints(1, 5, -1, 4, 0), f.Ints(1, 2, 1, 1, 1)],
        Type.StridedSlice, new FlatTable().Set(3, 1 << 4).Set(4, 1 << 3));

    private static byte[] SqueezeExpand()
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 5, 1, 4);
        int flat = file.Tensor("flat", 1, 5, 4);
        int y = file.Tensor("y", 1, 1, 5, 4);
        return file
            .Operator(Op.SQUEEZE, [x], [flat], (Type)30, new FlatTable().Set(0, FlatVector.Of<int>([2])))
            .Operator(Op.EXPAND_DIMS, [flat, file.Scalar(1)], [y]).Interface([x], [y]).Build();
    }

    private static byte[] Pack()
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 5, 4);
        int z = file.Tensor("z", 1, 5, 4);
        int y = file.Tensor("y", 1, 5, 2, 4);
        return file.Operator(Op.NEG, [x], [z])
            .Operator(Op.PACK, [x, z], [y], (Type)59, new FlatTable().Set(0, 2).Set(1, 2)).Interface([x], [y]).Build();
    }

    private static byte[] Unpack()
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 3, 4);
        int[] rows = [file.Tensor("a", 1, 4), file.Tensor("b", 1, 4), file.Tensor("c", 1, 4)];
        int y = file.Tensor("y", 1, 4);
        return file.Operator(Op.UNPACK, [x], rows, (Type)64, new FlatTable().Set(0, 3).Set(1, 1))
            .Operator(Op.SUB, [rows[0], rows[2]], [y]).Interface([x], [y, rows[1]]).Build();
    }

    private static byte[] Split()
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 5, 6, 4);
        int[] parts = [file.Tensor("a", 1, 5, 6, 2), file.Tensor("b", 1, 5, 6, 2)];
        int y = file.Tensor("y", 1, 5, 6, 2);
        return file.Operator(Op.SPLIT, [file.Scalar(3), x], parts, Type.Split, new FlatTable().Set(0, 2))
            .Operator(Op.MUL, [parts[0], parts[1]], [y]).Interface([x], [y]).Build();
    }

    /// <summary>Blocks that go to the batch and are rectified there, which is no dilated convolution.</summary>
    private static byte[] SpaceToBatch()
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 4, 6, 3);
        int split = file.Tensor("split", 4, 2, 3, 3);
        int relu = file.Tensor("relu", 4, 2, 3, 3);
        int y = file.Tensor("y", 1, 4, 5, 3);
        int none = file.Constant("none", TfLiteTensorType.Int32, [0, 0, 0, 0], [2, 2]);
        int crops = file.Constant("crops", TfLiteTensorType.Int32, [0, 0, 0, 1], [2, 2]);
        int block = file.Ints(2, 2);
        return file.Operator(Op.SPACE_TO_BATCH_ND, [x, block, none], [split])
            .Operator(Op.RELU, [split], [relu])
            .Operator(Op.BATCH_TO_SPACE_ND, [relu, block, crops], [y]).Interface([x], [y]).Build();
    }
}
