using System.Runtime.InteropServices;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.Tests.TfLite;

public sealed class QuantizedLoweringTests
{
    [Fact]
    public void Lower_QuantizedResNet20_ComputesEverythingInInt8()
    {
        TfLiteContent content = GraphLoweringTests.Lower(TestNetworks.Quantize(TestNetworks.ResNet20()));

        Assert.Equal(
            "ADD 9, CONV_2D 19, DEQUANTIZE 1, FULLY_CONNECTED 1, MEAN 1, PAD 4, QUANTIZE 1, RESHAPE 3, SLICE 2",
            GraphLoweringTests.Counts(content));
        Assert.All(
            content.Operators.Where(o => o.Code is not (BuiltinOperator.QUANTIZE or BuiltinOperator.DEQUANTIZE)),
            o => Assert.Equal(TfLiteTensorType.Int8, content.Tensors[o.Outputs[0]].Type));
    }

    [Fact]
    public void Lower_QuantizedDecoder_ComputesEverythingInInt8()
    {
        TfLiteContent content = GraphLoweringTests.Lower(TestNetworks.Quantize(TestNetworks.Decoder()));

        Assert.Equal(
            "CONV_2D 1, DEPTH_TO_SPACE 1, DEQUANTIZE 1, FULLY_CONNECTED 1, GATHER 1, MEAN 1, PAD 1, QUANTIZE 1, RELU 1, "
            + "RESHAPE 1, RESIZE_BILINEAR 1, SPACE_TO_DEPTH 1, TRANSPOSE_CONV 1",
            GraphLoweringTests.Counts(content));
        Assert.All(
            content.Operators.Where(o => o.Code is not (BuiltinOperator.QUANTIZE or BuiltinOperator.DEQUANTIZE)),
            o => Assert.Equal(TfLiteTensorType.Int8, content.Tensors[o.Outputs[0]].Type));
    }

    [Fact]
    public void Lower_IntegerInterface_ConvertsNothing()
    {
        Model model = TestNetworks.Quantize(TestNetworks.ResNet20());

        var options = new TfLiteExportOptions { Interface = TfLiteInterface.Int8 };
        TfLiteContent content = GraphLowering.Lower(model, options);

        Assert.DoesNotContain(content.Operators, o => o.Code is BuiltinOperator.QUANTIZE or BuiltinOperator.DEQUANTIZE);
        TfLiteTensor input = content.Tensors[content.Inputs[0]];
        Assert.Equal(TfLiteTensorType.Int8, input.Type);
        Assert.Equal(4f / 255, input.Quantization!.Scales[0]);
        Assert.Equal(model.Graph.Inputs[0].Quantization!.ZeroPoint[0] - 128, input.Quantization.ZeroPoints[0]);
    }

    [Fact]
    public void Lower_ResultOfFusedRectifier_HasTheRectifiersGrid()
    {
        TfLiteContent content = GraphLoweringTests.Lower(TestNetworks.Quantize(TestNetworks.LeNet()));

        TfLiteOperator conv = content.Operators.First(o => o.Code == BuiltinOperator.CONV_2D);
        TfLiteQuantization grid = content.Tensors[conv.Outputs[0]].Quantization!;
        Assert.Equal(6f / 255, grid.Scales[0]);
        Assert.Equal(-128, grid.ZeroPoints[0]);
    }

    [Theory]
    [InlineData("CONV_2D", 0)]
    [InlineData("DEPTHWISE_CONV_2D", 3)]
    [InlineData("FULLY_CONNECTED", 0)]
    public void Lower_Weights_AreSymmetricPerOutputChannel(string code, int axis)
    {
        TfLiteContent content = GraphLoweringTests.Lower(TestNetworks.Quantize(TestNetworks.InvertedResidual()));

        TfLiteOperator layer = content.Operators.First(o => o.Code.ToString() == code);
        TfLiteTensor weight = content.Tensors[layer.Inputs[1]];
        Assert.Equal(TfLiteTensorType.Int8, weight.Type);
        Assert.Equal(axis, weight.Quantization!.Axis);
        Assert.Equal(weight.Dims[axis], weight.Quantization.Scales.Length);
        Assert.All(weight.Quantization.ZeroPoints, z => Assert.Equal(0, z));
        Assert.InRange(layer.Version, 3, 4);
    }

    [Fact]
    public void Lower_Bias_HasTheScaleOfTheAccumulator()
    {
        Model model = TestNetworks.Quantize(TestNetworks.ResNet20());
        Node node = model.Graph.Nodes.First(n => n.OpType == "Conv");
        float[] reals = [.. Enumerable.Range(0, 16).Select(i => 0.1f * i - 0.7f)];
        Graph.SetData(node.Input(2), TensorData.From<float>(reals, 16));

        TfLiteContent content = GraphLoweringTests.Lower(model);

        TfLiteOperator conv = content.Operators.First(o => o.Code == BuiltinOperator.CONV_2D);
        (TfLiteTensor input, TfLiteTensor weight, TfLiteTensor bias) = (
            content.Tensors[conv.Inputs[0]], content.Tensors[conv.Inputs[1]], content.Tensors[conv.Inputs[2]]);
        int[] integers = MemoryMarshal.Cast<byte, int>(content.Buffers[bias.Buffer].Span).ToArray();
        Assert.Equal(TfLiteTensorType.Int32, bias.Type);
        for (int c = 0; c < 16; c++)
        {
            float scale = input.Quantization!.Scales[0] * weight.Quantization!.Scales[c];
            Assert.Equal(scale, bias.Quantization!.Scales[c]);
            Assert.Equal(reals[c], integers[c] * (double)scale, 0.5 * scale);
        }
    }

    [Fact]
    public void Lower_WeightIntegers_AreTheSimulatedOnes()
    {
        Model model = TestNetworks.Quantize(TestNetworks.LeNet());
        Node gemm = model.Graph.Nodes.First(n => n.OpType == "Conv");
        float[] reals = gemm.Input(1).Data!.ToFloats();

        TfLiteContent content = GraphLoweringTests.Lower(model);

        TfLiteOperator conv = content.Operators.First(o => o.Code == BuiltinOperator.CONV_2D);
        TfLiteTensor weight = content.Tensors[conv.Inputs[1]];
        sbyte[] integers = MemoryMarshal.Cast<byte, sbyte>(content.Buffers[weight.Buffer].Span).ToArray();
        Quantization grid = gemm.Input(1).Quantization!;
        // One input channel: [O, 1, kh, kw] and [O, kh, kw, 1] have the same order.
        Assert.Equal(reals.Select((r, i) => grid.Quantize(r, i / 9)), integers.Select(i => (int)i));
    }

    [Fact]
    public void Lower_ConcatOfDifferentGrids_RequantizesItsParts()
    {
        var builder = new GraphBuilder("concat");
        Value x = builder.Input("x", 4, 8, 8);
        Value y = builder.Relu(x, "relu");
        Model model = builder.Build(builder.Concat("both", x, y));
        x.Quantization = Quantization.Affine(-1, 1);
        y.Quantization = Quantization.Affine(0, 1);
        model.Graph.Outputs[0].Quantization = Quantization.Affine(-1, 1);

        TfLiteContent content = GraphLoweringTests.Lower(model);

        Assert.Equal("CONCATENATION 1, DEQUANTIZE 1, QUANTIZE 2, RELU 1", GraphLoweringTests.Counts(content));
        TfLiteOperator concat = content.Operators.Single(o => o.Code == BuiltinOperator.CONCATENATION);
        IEnumerable<int> tensors = concat.Inputs.Append(concat.Outputs[0]);
        Assert.Single(tensors.Select(t => content.Tensors[t].Quantization!.Scales[0]).Distinct());
    }

    [Fact]
    public void Lower_SigmoidOnAnotherGrid_KeepsTheKernelsGridAndRequantizes()
    {
        Model model = TestNetworks.WithOneNode("Sigmoid", [4, 8, 8]);
        model.Graph.Inputs[0].Quantization = Quantization.Affine(-3, 3);
        model.Graph.Outputs[0].Quantization = Quantization.Affine(0, 0.9f);

        var options = new TfLiteExportOptions { Interface = TfLiteInterface.Int8 };
        TfLiteContent content = GraphLowering.Lower(model, options);

        Assert.Equal("LOGISTIC 1, QUANTIZE 1", GraphLoweringTests.Counts(content));
        TfLiteQuantization grid = content.Tensors[content.Operators[0].Outputs[0]].Quantization!;
        Assert.Equal((1f / 256, -128L), (grid.Scales[0], grid.ZeroPoints[0]));
    }

    [Fact]
    public void Lower_LayerWithoutGrids_IsComputedInFloatBetweenConversions()
    {
        Model model = TestNetworks.Quantize(TestNetworks.LeNet());
        model.Graph.Nodes.Single(n => n.OpType == "Gemm").Input(1).Quantization = null;

        TfLiteContent content = GraphLoweringTests.Lower(model);

        TfLiteOperator dense = content.Operators.Single(o => o.Code == BuiltinOperator.FULLY_CONNECTED);
        Assert.Equal(TfLiteTensorType.Float32, content.Tensors[dense.Inputs[1]].Type);
        Assert.Equal(1, dense.Version);
    }

    [Fact]
    public void Lower_GridThatDoesntStartAtZero_IsRefused()
    {
        Model model = TestNetworks.Quantize(TestNetworks.LeNet());
        Value input = model.Graph.Inputs[0];
        input.Quantization = new Quantization([0.1f], [3], null, 1, 15);

        var e = Assert.Throws<UnsupportedOperatorException>(() => GraphLoweringTests.Lower(model));

        Assert.Contains("256 levels", e.Message, StringComparison.Ordinal);
    }
}
