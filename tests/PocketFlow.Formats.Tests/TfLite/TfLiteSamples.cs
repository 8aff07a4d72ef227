using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Formats.TfLite;
using F = PocketFlow.Formats.TfLite.SchemaFields;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.Tests.TfLite;

/// <summary>Small files of the kinds that other converters write.</summary>
internal static class TfLiteSamples
{
    public static IEnumerable<byte[]> All() =>
        [Float16(), Hybrid(), FullInteger(TfLiteTensorType.Int8), FullInteger(TfLiteTensorType.UInt8), Sparse(), Dilated()];

    /// <summary>A dense layer whose weights are stored in 16 bits and widened by an operator.</summary>
    public static byte[] Float16()
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 6);
        Half[] halves = [.. Enumerable.Range(0, 24).Select(i => (Half)(0.37 * i - 4))];
        int stored = file.Constant("stored", TfLiteTensorType.Float16, halves, [4, 6]);
        int weight = file.Tensor("weight", 4, 6);
        int y = file.Tensor("y", 1, 4);
        return file
            .Operator(Op.DEQUANTIZE, [stored], [weight])
            .Operator(Op.FULLY_CONNECTED, [x, weight, file.Reals("bias", [4])], [y], OptionsType.FullyConnected, new())
            .Interface([x], [y]).Build();
    }

    /// <summary>A dense layer in float whose weights have 8 bits, of which the two channels' rows differ in scale.</summary>
    public static byte[] Hybrid()
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 6);
        sbyte[] integers = [.. Enumerable.Range(0, 12).Select(i => (sbyte)(20 * i - 127))];
        int weight = file.Constant(
            "weight", TfLiteTensorType.Int8, integers, [2, 6], TfLiteSample.Grid([0.002f, 0.01f], [0, 0]));
        int y = file.Tensor("y", 1, 2);
        return file
            .Operator(Op.FULLY_CONNECTED, [x, weight, -1], [y], OptionsType.FullyConnected, new(), version: 5)
            .Interface([x], [y]).Build();
    }

    /// <summary>A convolution with rectifier, pool and dense layer, all in 8 bits.</summary>
    public static byte[] FullInteger(TfLiteTensorType type)
    {
        bool isSigned = type == TfLiteTensorType.Int8;
        long Zero(long unsigned) => isSigned ? unsigned - 128 : unsigned;
        var file = new TfLiteSample();
        int x = file.Quantized("x", type, 0.02f, Zero(128), 1, 6, 6, 2);
        int kernel = Weight(file, "kernel", type, [4, 3, 3, 2], isPerChannel: isSigned);
        int kernelBias = file.Constant(
            "kernel_bias", TfLiteTensorType.Int32, [100, -200, 300, -400], [4],
            isSigned ? TfLiteSample.Grid([2e-4f, 4e-4f, 6e-4f, 8e-4f], new long[4]) : TfLiteSample.Grid([2e-4f], [0]));
        int image = file.Quantized("image", type, 0.05f, Zero(0), 1, 3, 3, 4);
        int flat = file.Quantized("flat", type, 0.05f, Zero(0), 1, 36);
        int matrix = Weight(file, "matrix", type, [3, 36], isPerChannel: false);
        int matrixBias = file.Constant(
            "matrix_bias", TfLiteTensorType.Int32, [50, -60, 70], [3], TfLiteSample.Grid([5e-4f], [0]));
        int y = file.Quantized("y", type, 0.2f, Zero(100), 1, 3);
        int version = isSigned ? 3 : 1;
        return file
            .Operator(
                Op.CONV_2D, [x, kernel, kernelBias], [image], OptionsType.Conv2D,
                new FlatTable().Set(1, 2).Set(2, 2).SetByte(3, 1), version)
            .Operator(Op.RESHAPE, [image, file.Ints(1, 36)], [flat], OptionsType.Reshape, new())
            .Operator(
                Op.FULLY_CONNECTED, [flat, matrix, matrixBias], [y], OptionsType.FullyConnected, new(), isSigned ? 4 : 1)
            .Interface([x], [y]).Build();
    }

    /// <summary>A dense layer whose weights are stored in blocks of 1 x 4, most of which are zero.</summary>
    public static byte[] Sparse()
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 8);
        float[] stored = [.. Enumerable.Range(1, 12).Select(i => i / 8f - 1)];
        FlatTable blocks = Sparsity(
            [0, 1, 2], [1], Dense(3), Compressed([0, 1, 1, 3], [1, 0, 1]), Dense(4));
        int weight = file.Constant("weight", TfLiteTensorType.Float32, stored, [3, 8], null, blocks);
        int dense = file.Tensor("dense", 3, 8);
        int y = file.Tensor("y", 1, 3);
        return file
            .Operator(Op.DENSIFY, [weight], [dense])
            .Operator(Op.FULLY_CONNECTED, [x, dense, -1], [y], OptionsType.FullyConnected, new())
            .Interface([x], [y]).Build();
    }

    /// <summary>A dilated convolution in its older form.</summary>
    public static byte[] Dilated()
    {
        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 7, 6, 2);
        int block = file.Ints(2, 2);
        int pads = file.Constant("pads", TfLiteTensorType.Int32, [2, 3, 2, 2], [2, 2]);
        int crops = file.Constant("crops", TfLiteTensorType.Int32, [0, 1, 0, 0], [2, 2]);
        int split = file.Tensor("split", 4, 6, 5, 2);
        int image = file.Tensor("image", 4, 4, 3, 3);
        int y = file.Tensor("y", 1, 7, 6, 3);
        return file
            .Operator(Op.SPACE_TO_BATCH_ND, [x, block, pads], [split])
            .Operator(
                Op.CONV_2D, [split, file.Reals("kernel", [3, 3, 3, 2]), file.Reals("bias", [3])], [image],
                OptionsType.Conv2D, new FlatTable().SetByte(0, 1).Set(1, 1).Set(2, 1))
            .Operator(Op.BATCH_TO_SPACE_ND, [image, block, crops], [y])
            .Interface([x], [y]).Build();
    }

    public static FlatTable Sparsity(int[] order, int[] blockMap, params FlatTable[] levels) => new FlatTable()
        .Set(F.Sparsity.TraversalOrder, FlatVector.Of<int>(order))
        .Set(F.Sparsity.BlockMap, FlatVector.Of<int>(blockMap))
        .Set(F.Sparsity.Levels, new FlatReferences(levels));

    public static FlatTable Dense(int size) => new FlatTable().Set(F.SparseLevel.DenseSize, size);

    /// <summary>Segments in 32 bits, indices in 8.</summary>
    public static FlatTable Compressed(int[] segments, byte[] indices) => new FlatTable()
        .SetByte(F.SparseLevel.Format, 1)
        .SetByte(F.SparseLevel.SegmentsType, 1)
        .Set(F.SparseLevel.Segments, new FlatTable().Set(0, FlatVector.Of<int>(segments)))
        .SetByte(F.SparseLevel.IndicesType, 3)
        .Set(F.SparseLevel.Indices, new FlatTable().Set(0, FlatVector.Of<byte>(indices)));

    private static int Weight(TfLiteSample file, string name, TfLiteTensorType type, int[] dims, bool isPerChannel)
    {
        var random = new Random(dims.Length);
        byte[] bytes = new byte[dims.Aggregate(1, (a, b) => a * b)];
        random.NextBytes(bytes);
        FlatTable grid = isPerChannel ? TfLiteSample.Grid([0.01f, 0.02f, 0.03f, 0.04f], new long[4])
            : TfLiteSample.Grid([0.01f], [type == TfLiteTensorType.UInt8 ? 120 : 0]);
        return file.Constant(name, type, bytes, dims, grid);
    }
}
