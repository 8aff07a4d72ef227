using System.Runtime.InteropServices;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Networks;

namespace PocketFlow.Formats.Tests.TfLite;

public sealed class GraphLoweringTests
{
    [Fact]
    public void Lower_ReferenceNetworks_HaveNoTranspose()
    {
        foreach (string name in ReferenceNetworks.Names.Where(n => n is not ("resnet34" or "resnet50")))
        {
            TfLiteContent content = Lower(ReferenceNetworks.Build(name, new NetworkOptions()));

            Assert.DoesNotContain(content.Operators, o => o.Code == BuiltinOperator.TRANSPOSE);
            Assert.DoesNotContain(content.Operators, o => o.Code is BuiltinOperator.RELU or BuiltinOperator.RELU6);
        }
    }

    [Fact]
    public void Lower_ResNet20_ExpandsOnlyWhatHasNoEqual()
    {
        TfLiteContent content = Lower(TestNetworks.ResNet20());

        // Two strided convolutions take a border of their own, two shortcuts pad channels and cut by blocks.
        Assert.Equal(
            "ADD 9, CONV_2D 19, FULLY_CONNECTED 1, MEAN 1, PAD 4, RESHAPE 3, SLICE 2", Counts(content));
    }

    [Fact]
    public void Lower_ConvolutionThenRelu_IsOneOperator()
    {
        TfLiteOperator conv = Lower(TestNetworks.LeNet()).Operators[0];

        Assert.Equal(BuiltinOperator.CONV_2D, conv.Code);
        Assert.Equal(OptionsType.Conv2D, conv.Options.Type);
        Assert.Equal("CONV_2D 1, FULLY_CONNECTED 1, MAX_POOL_2D 1, RESHAPE 1", Counts(Lower(TestNetworks.LeNet())));
    }

    [Fact]
    public void Lower_ReluOfAValueReadTwice_StaysItsOwnOperator()
    {
        var builder = new GraphBuilder("twice");
        Value sum = builder.Conv(builder.Input("x", 4, 8, 8), "conv", 4, 3);
        Model model = builder.Build(builder.Add(sum, builder.Relu(sum, "relu"), "out"));

        Assert.Equal("ADD 1, CONV_2D 1, RELU 1", Counts(Lower(model)));
    }

    [Fact]
    public void Lower_FlattenThenGemm_PermutesWeightsInsteadOfData()
    {
        var builder = new GraphBuilder("dense");
        Value flat = builder.Flatten(builder.Input("x", 2, 1, 3), "flat");
        Value weight = builder.Constant("w", TensorData.From<float>([1, 2, 3, 4, 5, 6], 1, 6));
        Model model = builder.Build(builder.Add("Gemm", [flat, weight], "y", new AttributeMap { { "transB", 1L } }));

        TfLiteContent content = Lower(model);

        Assert.Equal("FULLY_CONNECTED 1, RESHAPE 1", Counts(content));
        Assert.Equal([1f, 4, 2, 5, 3, 6], Floats(content, content.Operators[1].Inputs[1]));
    }

    [Fact]
    public void Lower_DepthwiseWeight_IsOneByKernelByChannels()
    {
        TfLiteContent content = Lower(TestNetworks.InvertedResidual());

        TfLiteOperator depthwise = Assert.Single(content.Operators, o => o.Code == BuiltinOperator.DEPTHWISE_CONV_2D);
        Assert.Equal([1, 3, 3, 48], content.Tensors[depthwise.Inputs[1]].Dims);
    }

    [Fact]
    public void Lower_ConvolutionWeight_IsOutputsKernelInputs()
    {
        var builder = new GraphBuilder("conv");
        float[] rising = [.. Enumerable.Range(0, 12).Select(i => (float)i)];
        Value weight = builder.Constant("w", TensorData.From<float>(rising, 1, 2, 2, 3));
        Value y = builder.Add("Conv", [builder.Input("x", 2, 5, 5), weight], "y");

        TfLiteContent content = Lower(builder.Build(y));

        TfLiteOperator conv = Assert.Single(content.Operators);
        Assert.Equal([1, 2, 3, 2], content.Tensors[conv.Inputs[1]].Dims);
        Assert.Equal([0f, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11], Floats(content, conv.Inputs[1]));
        Assert.Equal([0f], Floats(content, conv.Inputs[2]));
    }

    [Fact]
    public void Lower_TransposeOfOutputAsInterface_MovesDataOnce()
    {
        Model model = TestNetworks.WithOneNode(
            "Transpose", [5, 7], new AttributeMap { { "perm", new long[] { 0, 2, 1 } } });

        Assert.Equal("TRANSPOSE 1", Counts(Lower(model)));
    }

    [Theory]
    [InlineData("Sigmoid", "LOGISTIC 1")]
    [InlineData("Tanh", "TANH 1")]
    [InlineData("HardSwish", "HARD_SWISH 1")]
    [InlineData("LeakyRelu", "LEAKY_RELU 1")]
    [InlineData("Relu", "RELU 1")]
    [InlineData("HardSigmoid", "ADD 1, MUL 2")]
    [InlineData("GlobalAveragePool", "MEAN 1")]
    public void Lower_SingleOperator_HasItsForm(string opType, string expected) =>
        Assert.Equal(expected, Counts(Lower(TestNetworks.WithOneNode(opType, [4, 8, 8]))));

    [Theory]
    [InlineData(0f, 6f, "RELU6 1")]
    [InlineData(-1f, 1f, "RELU_N1_TO_1 1")]
    [InlineData(0f, float.PositiveInfinity, "RELU 1")]
    [InlineData(0.5f, 2f, "MAXIMUM 1, MINIMUM 1")]
    public void Lower_Clip_HasTheFormOfItsBounds(float low, float high, string expected) =>
        Assert.Equal(expected, Counts(Lower(TestNetworks.WithOneNode(
            "Clip", [4, 8, 8], null, TensorData.Scalar(low), TensorData.Scalar(high)))));

    [Theory]
    [InlineData(8, 2, "RESHAPE 1, SLICE 1")]
    [InlineData(9, 2, "STRIDED_SLICE 1")]
    [InlineData(9, 3, "RESHAPE 1, SLICE 1")]
    [InlineData(8, 1, "SLICE 1")]
    public void Lower_SliceWithSteps_CutsBlocksWhereTheyFit(int size, long step, string expected)
    {
        Model model = TestNetworks.WithOneNode(
            "Slice", [4, size, size], null, TensorData.Vector(0, 0), TensorData.Vector(int.MaxValue - 1, 8),
            TensorData.Vector(2, 3), TensorData.Vector(step, step));

        Assert.Equal(expected, Counts(Lower(model)));
    }

    [Fact]
    public void Lower_MaxPoolWithPadsOfNegativeNumbers_PadsWithTheLowest()
    {
        var window = new AttributeMap
        {
            { "kernel_shape", new long[] { 3, 3 } }, { "strides", new long[] { 2, 2 } },
            { "pads", new long[] { 1, 1, 1, 1 } },
        };

        TfLiteContent content = Lower(TestNetworks.WithOneNode("MaxPool", [4, 8, 8], window));

        Assert.Equal("MAX_POOL_2D 1, PADV2 1", Counts(content));
        Assert.Equal([float.MinValue], Floats(content, content.Operators[0].Inputs[2]));
    }

    internal static TfLiteContent Lower(Model model) => GraphLowering.Lower(model, new TfLiteExportOptions());

    internal static string Counts(TfLiteContent content) => string.Join(", ", content.Operators
        .GroupBy(o => o.Code.ToString()).OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => $"{g.Key} {g.Count()}"));

    private static float[] Floats(TfLiteContent content, int tensor) =>
        MemoryMarshal.Cast<byte, float>(content.Buffers[content.Tensors[tensor].Buffer].Span).ToArray();
}
