using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using static PocketFlow.Formats.Tests.Onnx.OnnxFiles;

namespace PocketFlow.Formats.Tests.Onnx;

public sealed class OpsetConversionTests
{
    private static readonly Dim s_batch = Dim.Symbolic("batch");

    public static TheoryData<int> AllOpsets => [.. Enumerable.Range(7, 15)];

    [Theory]
    [MemberData(nameof(AllOpsets))]
    public void Read_Clip_TakesBoundsOfEveryOpset(int opset)
    {
        ModelProto file = opset < 11
            ? Model(opset, Node("Clip", "x", "y", ("min", 0f), ("max", 6f)))
            : Model(opset, Node("Clip", "x low high", "y"))
                .With("low", TensorData.Scalar(0f)).With("high", TensorData.Scalar(6f));

        Node clip = file.Read().Graph.Nodes.Single();

        Assert.Equal((0f, 6f), ActivationOperator.BoundsOf(clip));
        Assert.Equal(0, clip.Attributes.Count);
    }

    [Theory]
    [MemberData(nameof(AllOpsets))]
    public void Read_Pad_TakesPadsOfEveryOpset(int opset)
    {
        long[] all = [0, 1, 2, 0, 0, 3, 4, 0];
        ModelProto file = opset switch
        {
            < 11 => Model(opset, Node("Pad", "x", "y", ("pads", all), ("value", 2f))),
            < 18 => Model(opset, Node("Pad", "x pads value", "y")).With("pads", TensorData.Vector(all))
                .With("value", TensorData.Scalar(2f)),
            _ => Model(opset, Node("Pad", "x pads value axes", "y")).With("pads", TensorData.Vector(2, 1, 4, 3))
                .With("value", TensorData.Scalar(2f)).With("axes", TensorData.Vector(2, -3)),
        };

        Node pad = file.Read().Graph.Nodes.Single();

        Assert.Equal(all, pad.ConstantOrNull(1)!.ToInt64s());
        Assert.Equal(2f, PadOperator.ConstantOf(pad));
        Assert.Equal(new Shape(s_batch, 8, 12, 6), pad.Output.Shape);
        Assert.Equal(3, pad.Inputs.Count);
    }

    [Theory]
    [MemberData(nameof(AllOpsets))]
    public void Read_Slice_TakesRangesOfEveryOpset(int opset)
    {
        ModelProto file = opset < 10
            ? Model(opset, Node(
                "Slice", "x", "y", ("starts", new long[] { 1, 2 }), ("ends", new long[] { 3, 9 }),
                ("axes", new long[] { 1, 2 })))
            : Model(opset, Node("Slice", "x starts ends axes", "y")).With("starts", TensorData.Vector(1, 2))
                .With("ends", TensorData.Vector(3, 9)).With("axes", TensorData.Vector(1, 2));

        Node slice = file.Read().Graph.Nodes.Single();

        Assert.Equal(new Shape(s_batch, 2, 4, 6), slice.Output.Shape);
        Assert.Equal([1, 2], slice.ConstantOrNull(3)!.ToInt64s());
    }

    [Theory]
    [MemberData(nameof(AllOpsets))]
    public void Read_SqueezeAndUnsqueeze_TakeAxesOfEveryOpset(int opset)
    {
        ModelProto file = opset < 13
            ? Model(
                opset, Node("Unsqueeze", "x", "u", ("axes", new long[] { 2, 0 })),
                Node("Squeeze", "u", "y", ("axes", new long[] { 2 })))
            : Model(opset, Node("Unsqueeze", "x into", "u"), Node("Squeeze", "u out", "y"))
                .With("into", TensorData.Vector(2, 0)).With("out", TensorData.Vector(2));

        Graph graph = file.Read().Graph;

        Assert.Equal(new Shape(1, s_batch, 4, 6, 6), graph.Outputs.Single().Shape);
        Assert.All(graph.Nodes, n => Assert.Equal(2, n.Inputs.Count));
    }

    [Theory]
    [MemberData(nameof(AllOpsets))]
    public void Read_ReduceMean_TakesAxesOfEveryOpset(int opset)
    {
        ModelProto file = opset < 18
            ? Model(opset, Node("ReduceMean", "x", "y", ("axes", new long[] { 2, 3 }), ("keepdims", 0L)))
            : Model(opset, Node("ReduceMean", "x axes", "y", ("keepdims", 0L))).With("axes", TensorData.Vector(2, 3));

        Node mean = file.Read().Graph.Nodes.Single();

        Assert.Equal([2, 3], mean.Attributes.Ints("axes")!);
        Assert.Single(mean.Inputs);
        Assert.Equal(new Shape(s_batch, 4), mean.Output.Shape);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(21)]
    public void Read_Dropout_LeavesNothingBehind(int opset)
    {
        ModelProto file = opset < 12
            ? Model(
                opset, Node("Relu", "x", "r"), Node("Dropout", "r", "d mask", ("ratio", 0.5f)), Node("Relu", "d", "y"))
            : Model(opset, Node("Relu", "x", "r"), Node("Dropout", "r ratio", "d"), Node("Relu", "d", "y"))
                .With("ratio", TensorData.Scalar(0.5f));

        Graph graph = file.Read().Graph;

        Assert.Equal(["Relu", "Relu"], graph.Nodes.Select(n => n.OpType));
        Assert.Empty(graph.Initializers);
    }

    [Fact]
    public void Read_OldSoftmax_KeepsItsMeaning()
    {
        ModelProto flat = Model(9, Node("Flatten", "x", "f"), Node("Softmax", "f", "y"));
        ModelProto image = Model(9, Node("Softmax", "x", "y", ("axis", 1L)));

        Assert.Equal(1, SoftmaxOperator.AxisOf(flat.Read().Graph.Nodes[^1]));
        Assert.Equal(["Flatten", "Softmax", "Reshape"], image.Read().Graph.Nodes.Select(n => n.OpType));
        Assert.Equal("[batch, 4, 6, 6]", image.Read().Graph.Outputs[0].KnownShape.ToString());
    }

    [Fact]
    public void Read_BatchNormalizationInTrainingMode_Refuses()
    {
        ModelProto file = Model(15, Node("BatchNormalization", "x c c c c", "y", ("training_mode", 1L)))
            .With("c", TensorData.From<float>([1, 1, 1, 1], 4));

        var e = Assert.Throws<UnsupportedOperatorException>(() => file.Read());

        Assert.Contains("training mode", e.Message, StringComparison.Ordinal);
    }
}
