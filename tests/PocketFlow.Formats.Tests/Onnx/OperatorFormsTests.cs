using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;
using PocketFlow.Testing;
using static PocketFlow.Formats.Tests.Onnx.OnnxFiles;

namespace PocketFlow.Formats.Tests.Onnx;

/// <summary>Forms of recurrent layers, Resize and windows that ONNX Runtime can't run, or that are refused.</summary>
public sealed class OperatorFormsTests
{
    private static readonly Shape s_sequence = new(Dim.Symbolic("batch"), 5, 3);

    [Theory]
    [InlineData("LSTM", 4)]
    [InlineData("GRU", 3)]
    [InlineData("RNN", 1)]
    public void Read_RecurrentLayerWithTheBatchFirst_TurnsItAround(string opType, int gates)
    {
        ModelProto first = WithWeights(Model(14, Node(opType, "x w r _ _ h", "y", ("layout", 1L))), gates)
            .With("h", Random(2, 1, 4));
        ModelProto second = WithWeights(
            Model(
                14, Node("Transpose", "x", "t", ("perm", new long[] { 1, 0, 2 })), Node(opType, "t w r _ _ h", "s"),
                Node("Transpose", "s", "y", ("perm", new long[] { 2, 0, 1, 3 }))), gates).With("h", Random(1, 2, 4));

        float[] input = RandomGraphs.Input(first.Read(), 1, 2);

        Assert.Equal(new Shape(s_sequence[0], 5, 1, 4), first.Read().Graph.Outputs[0].Shape);
        Assert.Equal(
            ReferenceInterpreter.Run(second.Read(), input, 2), ReferenceInterpreter.Run(first.Read(), input, 2));
    }

    [Fact]
    public void Read_LastStateWithTheBatchFirst_IsTurnedAround()
    {
        ModelProto file = WithWeights(Model(14, Node("GRU", "x w r", "all y", ("layout", 1L))), 3);

        Assert.Equal(new Shape(s_sequence[0], 1, 4), file.Read().Graph.Outputs[0].Shape);
    }

    [Theory]
    [InlineData("activations:Softsign", "Softsign")]
    [InlineData("lengths", "different lengths")]
    [InlineData("alpha", "other slopes")]
    public void Read_RecurrentLayerThatNobodyComputes_IsRefused(string what, string reason)
    {
        (string, object)[] attributes = what switch
        {
            "activations:Softsign" => [("activations", new[] { "Softsign" })],
            "alpha" => [("activations", new[] { "HardSigmoid" }), ("activation_alpha", new[] { 0.3f })],
            _ => [],
        };
        ModelProto file = WithWeights(
            Model(14, Node("RNN", what == "lengths" ? "x w r _ l" : "x w r", "y", attributes)), 1);
        file = what == "lengths" ? file.With("l", TensorData.From<int>([5, 3, 4, 5, 5], 5)) : file;

        var e = Assert.Throws<UnsupportedOperatorException>(() => file.Read());

        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coordinate_transformation_mode", "tf_crop_and_resize")]
    [InlineData("keep_aspect_ratio_policy", "not_larger")]
    public void Read_ResizeThatIsNotKnown_IsRefusedByName(string attribute, string value)
    {
        ModelProto file = Model(19, Node("Resize", "x _ _ sizes", "y", (attribute, value)))
            .With("sizes", TensorData.Vector(1, 4, 9, 9));

        var e = Assert.Throws<UnsupportedOperatorException>(() => file.Read());

        Assert.Contains("Resize 'resize'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AntialiasedResize_IsRefusedWhereItShrinks()
    {
        ModelProto Resized(long size) => Model(18, Node("Resize", "x _ _ sizes", "y", ("antialias", 1L), ("mode", "linear")))
            .With("sizes", TensorData.Vector(1, 4, size, size));

        Assert.False(Resized(9).Read().Graph.Nodes[0].Attributes.Contains("antialias"));
        var e = Assert.Throws<UnsupportedOperatorException>(() => Resized(3).Read());
        Assert.Contains("antialiasing", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ResizeByTensorFlowsCenters_BecomesHalvesRoundedUp()
    {
        ModelProto file = Model(
            11,
            Node(
                "Resize", "x roi scales", "y", ("coordinate_transformation_mode", "tf_half_pixel_for_nn"),
                ("nearest_mode", "floor")))
            .With("roi", TensorData.From<float>([], 0)).With("scales", TensorData.From<float>([1, 1, 1.5f, 2], 4));

        Model model = file.Read();
        float[] found = ReferenceInterpreter.Run(model, RandomGraphs.Input(model, 1));

        // TensorFlow takes ⌊(x + ½) / scale⌋.
        float[] input = RandomGraphs.Input(model, 1);
        for (int i = 0; i < found.Length; i++)
        {
            int y = (int)((i / 12 % 9 + 0.5) / 1.5);
            int x = (int)((i % 12 + 0.5) / 2);
            Assert.Equal(input[(i / 108 * 6 + y) * 6 + x], found[i]);
        }
    }

    [Fact]
    public void Read_ResizeOfAnImageOfOpenSize_KeepsItOpen()
    {
        ModelProto file = Model(13, Node("Resize", "x _ scales", "y")).With(
            "scales", TensorData.From<float>([1, 1, 2, 2], 4));
        file.Graph.Input[0] = OnnxTypes.Write(
            "x", ElementType.Float32, new Shape(1, 4, Dim.Symbolic("height"), Dim.Symbolic("width")));

        Assert.Equal(new Shape(1, 4, Dim.Unknown, Dim.Unknown), file.Read().Graph.Outputs[0].Shape);
    }

    [Fact]
    public void Read_AutomaticPadsOfAnImageOfOpenSize_SaysWhatIsMissing()
    {
        ModelProto file = Model(
            13, Node("Conv", "x w", "y", ("auto_pad", "SAME_UPPER"), ("strides", new long[] { 2, 2 })))
            .With("w", Random(4, 4, 3, 3));
        file.Graph.Input[0] = OnnxTypes.Write(
            "x", ElementType.Float32, new Shape(1, 4, Dim.Symbolic("height"), 6));

        var e = Assert.Throws<ModelFormatException>(() => file.Read());

        Assert.Contains("fixed size", e.Message, StringComparison.Ordinal);
    }

    private static ModelProto WithWeights(ModelProto model, int gates)
    {
        model.Graph.Input[0] = OnnxTypes.Write("x", ElementType.Float32, s_sequence);
        return model.With("w", Random(1, gates * 4, 3)).With("r", Random(1, gates * 4, 4));
    }

    private static TensorData Random(params long[] dims)
    {
        var random = new Random(3);
        float[] elements = Array.ConvertAll(new float[TensorData.CountOf(dims)], _ => 2 * random.NextSingle() - 1);
        return TensorData.From<float>(elements, dims);
    }
}
