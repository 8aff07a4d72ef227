using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.Tests.Onnx;

public sealed class QdqTests
{
    [Fact]
    public void Write_AnnotatedModel_StoresIntegersOfTheProfile()
    {
        Model model = SmallNetworks.Quantized(SmallNetworks.Residual());

        GraphProto graph = ModelProto.Parser.ParseFrom(OnnxFiles.Write(model)).Graph;

        TensorProto weight = Constant(graph, "wide.weight_quantized");
        Assert.Equal((int)ElementType.Int8, weight.DataType);
        Assert.Equal(8 * 4 * 9, weight.RawData.Length);
        Assert.Equal([8L], Constant(graph, "wide.weight_scale").Dims);
        NodeProto restored = graph.Node.Single(n => n.Output[0] == "wide.weight");
        Assert.Equal("DequantizeLinear", restored.OpType);
        Assert.Equal(0, restored.Attribute.Single(a => a.Name == "axis").I);
        Assert.Equal((int)ElementType.Int32, Constant(graph, "wide.bias_quantized").DataType);
        Assert.All(
            graph.Node.Where(n => n.OpType == "QuantizeLinear"),
            n => Assert.Equal((int)ElementType.UInt8, Constant(graph, n.Input[2]).DataType));
        Assert.Equal((int)ElementType.Float32, graph.Input.Single().Type.TensorType.ElemType);
        Assert.Equal("DequantizeLinear", graph.Node.Single(n => n.Output[0] == "logits").OpType);
        Assert.DoesNotContain(graph.Initializer, t => t.Name == "wide.weight");
    }

    [Fact]
    public void Write_Bias_UsesTheGridOfInputTimesWeight()
    {
        Model model = SmallNetworks.Quantized(SmallNetworks.Residual());
        Value bias = model.Graph.Find("wide.bias")!;
        Graph.SetData(bias, TensorData.From<float>([1, -1, 0.5f, 0, 2, 3, -3, 0.25f], 8));
        Node layer = bias.Uses[0].Node;
        Quantization input = layer.Input(0).Quantization!;
        Quantization weight = layer.Input(1).Quantization!;

        GraphProto graph = ModelProto.Parser.ParseFrom(OnnxFiles.Write(model)).Graph;

        int[] written = OnnxFiles.Ints(Constant(graph, "wide.bias_quantized"));
        for (int c = 0; c < 8; c++)
        {
            double expected = bias.Data!.As<float>()[c] / (double)(input.Scale[0] * weight.Scale[c]);
            Assert.Equal(Math.Round(expected), written[c]);
        }
    }

    [Fact]
    public void Write_ChannelOfVanishingWeights_KeepsItsBias()
    {
        Model model = SmallNetworks.Quantized(SmallNetworks.Residual());
        Value bias = model.Graph.Find("wide.bias")!;
        Graph.SetData(bias, TensorData.From<float>([100, 0, 0, 0, 0, 0, 0, 0], 8));
        Quantization grid = bias.Uses[0].Node.Input(1).Quantization!;
        bias.Uses[0].Node.Input(1).Quantization = grid with { Scale = grid.Scale.SetItem(0, 1e-38f) };

        Model again = OnnxFiles.Read(OnnxFiles.Write(model));

        Assert.Equal(100, again.Graph.Find("wide.bias")!.Data!.As<float>()[0], 1e-3f);
    }

    [Fact]
    public void Read_WrittenModel_GivesTheAnnotationsBack()
    {
        Model model = SmallNetworks.Quantized(SmallNetworks.Residual());

        Model again = OnnxFiles.Read(OnnxFiles.Write(model));

        Assert.Equal(["logits"], again.Graph.Outputs.Select(o => o.Name));
        Assert.DoesNotContain(again.Graph.Nodes, n => n.OpType.EndsWith("Linear", StringComparison.Ordinal));
        foreach (Value value in model.Graph.Values.Where(v => v.Quantization is not null))
        {
            Value twin = again.Graph.Find(value.Name)!;
            Assert.Equal(value.Quantization, twin.Quantization);
        }

        Value weight = model.Graph.Find("wide.weight")!;
        float[] before = weight.Data!.ToFloats();
        float[] after = again.Graph.Find("wide.weight")!.Data!.ToFloats();
        for (int i = 0; i < before.Length; i++)
        {
            Assert.InRange(Math.Abs(before[i] - after[i]), 0, weight.Quantization!.Scale[i / 36] * 0.501f);
        }
    }

    [Fact]
    public void Write_SharedWeight_IsStoredOnce()
    {
        Model model = SmallNetworks.Quantized(SmallNetworks.Residual());
        Node wide = model.Graph.Find("wide.weight")!.Uses[0].Node;
        Node twin = model.Graph.Add("Conv", wide.Inputs, ["twin"], wide.Attributes, "twin");
        model.Graph.AddOutput(twin.Output);
        model.Simplify();

        GraphProto graph = ModelProto.Parser.ParseFrom(OnnxFiles.Write(model)).Graph;

        Assert.Single(graph.Node, n => n.OpType == "DequantizeLinear" && n.Input[0] == "wide.weight_quantized");
        Assert.Equal(2, graph.Node.Count(n => n.Input.Contains("wide.weight")));
    }

    [Fact]
    public void Write_BatchNormalizationInQuantizedModel_Refuses()
    {
        Model model = SmallNetworks.Residual();
        model.Graph.Inputs[0].Quantization = Quantization.Affine(-1, 1);

        var e = Assert.Throws<UnsupportedOperatorException>(() => OnnxFiles.Write(model));

        Assert.Contains("BatchNormalization 'bn'", e.Message, StringComparison.Ordinal);
        OnnxFiles.Write(model, new OnnxExportOptions { FoldBatchNormalization = true });
    }

    [Fact]
    public void Write_GridThatNoIntegersHave_Refuses()
    {
        Model model = SmallNetworks.Residual().Folded();
        model.Graph.Inputs[0].Quantization = Quantization.Affine(-1, 1) with { Minimum = 1, Maximum = 15 };
        model.Graph.Find("wide.weight")!.Quantization = new([1], [0], null, -7, 6);

        var e = Assert.Throws<UnsupportedOperatorException>(() => OnnxFiles.Write(model));

        Assert.Equal(2, e.Offenders.Count);
        Assert.Contains("'input' on the grid [1, 15]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SignedActivations_ComeBackOnTheUnsignedGrid()
    {
        ModelProto file = OnnxFiles.Model(
                17, OnnxFiles.Node("QuantizeLinear", "x s z", "q"), OnnxFiles.Node("DequantizeLinear", "q s z", "d"),
                OnnxFiles.Node("Relu", "d", "y"))
            .With("s", TensorData.Scalar(0.1f)).With("z", TensorData.Scalar((sbyte)-100));

        Value x = file.Read().Graph.Inputs[0];

        Assert.Equal(new Quantization([0.1f], [28], null, 0, 255), x.Quantization);
    }

    [Fact]
    public void Read_IntegersThatOtherNodesRead_Refuses()
    {
        ModelProto file = OnnxFiles.Model(
                17, OnnxFiles.Node("QuantizeLinear", "x s z", "q"), OnnxFiles.Node("DequantizeLinear", "q s z", "d"),
                OnnxFiles.Node("Cast", "q", "c", ("to", 1L)), OnnxFiles.Node("Add", "c d", "y"))
            .With("s", TensorData.Scalar(0.1f)).With("z", TensorData.Scalar((byte)0));

        Assert.Throws<UnsupportedOperatorException>(() => file.Read());
    }

    private static TensorProto Constant(GraphProto graph, string name) => graph.Initializer.Single(t => t.Name == name);
}
