using PocketFlow.Graphs.Passes;
using PocketFlow.Testing;

namespace PocketFlow.Graphs.Tests.Passes;

public sealed class FoldConstantsTests
{
    [Fact]
    public void Run_ViewOverSymbolicBatch_FoldsToAConstantTarget()
    {
        // What torch.onnx.export writes for x.view(x.size(0), -1).
        var builder = new GraphBuilder("view");
        Value x = builder.Input("x", 4, 3, 3);
        Value size = builder.Add("Gather", [builder.Add("Shape", [x], "shape"), Int(builder, "zero", 0)], "size");
        Value first = builder.Add("Unsqueeze", [size, Ints(builder, "axes", 0)], "first");
        Value target = builder.Add(
            "Concat", [first, Ints(builder, "rest", -1)], "target", new AttributeMap { { "axis", 0L } });
        Model model = builder.Build(builder.Add("Reshape", [x, target], "flat"));

        Assert.True(new FoldConstants().Run(model));

        Node reshape = Assert.Single(model.Graph.Nodes);
        Assert.Equal([0, 36], reshape.ConstantOrNull(1)!.ToInt64s());
        Assert.Equal("[batch, 36]", reshape.Output.KnownShape.ToString());
        Assert.False(new FoldConstants().Run(model));
    }

    [Fact]
    public void Run_ChannelShuffle_FoldsTheArithmetic()
    {
        // b, c, h, w = x.size(); x.view(b, 2, c // 2, h, w).transpose(1, 2).reshape(b, c, h, w)
        var builder = new GraphBuilder("shuffle");
        Value x = builder.Input("x", 6, 2, 2);
        Value Size(int axis)
        {
            Value shape = builder.Add("Shape", [x], $"shape{axis}");
            return builder.Add("Gather", [shape, Int(builder, $"index{axis}", axis)], $"size{axis}");
        }

        Value Vector(Value size, string name) =>
            builder.Add("Unsqueeze", [size, Ints(builder, $"{name}.axes", 0)], name);

        Value Join(string name, params Value[] sizes) => builder.Add(
            "Concat", [.. sizes.Select((s, i) => Vector(s, $"{name}{i}"))], name, new AttributeMap { { "axis", 0L } });

        Value half = builder.Add("Div", [Size(1), Int(builder, "two", 2)], "half");
        Value groups = Join("groups", Size(0), Int(builder, "group", 2), half, Size(2), Size(3));
        Value y = builder.Add("Reshape", [x, groups], "split");
        y = builder.Add("Transpose", [y], "swap", new AttributeMap { { "perm", new long[] { 0, 2, 1, 3, 4 } } });
        Value all = Join("all", Size(0), Size(1), Size(2), Size(3));
        Model model = builder.Build(builder.Add("Reshape", [y, all], "out"));
        float[] expected = ReferenceInterpreter.Run(model, RandomGraphs.Input(model, 1, 3), 3);

        Assert.True(new FoldConstants().Run(model));

        Assert.Equal(["Reshape", "Transpose", "Reshape"], model.Graph.Nodes.Select(n => n.OpType));
        Assert.Equal([0, 2, 3, 2, 2], model.Graph.Nodes[0].ConstantOrNull(1)!.ToInt64s());
        Assert.Equal("[batch, 6, 2, 2]", model.Graph.Outputs[0].KnownShape.ToString());
        Assert.Equal(expected, ReferenceInterpreter.Run(model, RandomGraphs.Input(model, 1, 3), 3));
    }

    [Fact]
    public void Run_PadAmountsAsTorchComputesThem_FoldsToAConstant()
    {
        // F.pad(x, (1, 2, 3, 4)): amounts from the last axis inwards become begins and ends from the first axis on.
        var builder = new GraphBuilder("pad");
        Value x = builder.Input("x", 3, 5, 5);
        TensorData zero = TensorData.Vector(0);
        Value missing = builder.Add(
            "ConstantOfShape", [Ints(builder, "missing", 4)], "extension", new AttributeMap { { "value", zero } });
        Value y = builder.Add(
            "Concat", [Ints(builder, "amounts", 1, 2, 3, 4), missing], "all", new AttributeMap { { "axis", 0L } });
        y = builder.Add("Reshape", [y, Ints(builder, "pairs", -1, 2)], "paired");
        Value[] reversal =
        [
            y, Ints(builder, "starts", -1), Ints(builder, "ends", -long.MaxValue), Ints(builder, "axes", 0),
            Ints(builder, "steps", -1),
        ];
        y = builder.Add("Slice", reversal, "reversed");
        y = builder.Add("Transpose", [y], "turned", new AttributeMap { { "perm", new long[] { 1, 0 } } });
        y = builder.Add("Reshape", [y, Ints(builder, "line", -1)], "flat");
        y = builder.Add("Cast", [y], "amount", new AttributeMap { { "to", 7L } });

        // Before folding, the amounts are not known to Pad, so that only the pass can infer it.
        builder.Graph.Add("Pad", [x, y], null, "padded");
        builder.Graph.AddOutput(builder.Graph.Find("padded")!);
        var model = new Model(builder.Graph);

        Assert.True(new FoldConstants().Run(model));

        Node pad = Assert.Single(model.Graph.Nodes);
        Assert.Equal([0, 0, 3, 1, 0, 0, 4, 2], pad.ConstantOrNull(1)!.ToInt64s());
        Assert.Equal("[batch, 3, 12, 8]", pad.Output.KnownShape.ToString());
        Assert.False(new FoldConstants().Run(model));
    }

    [Fact]
    public void Run_ConstantNodes_BecomeInitializers()
    {
        var builder = new GraphBuilder("constants");
        Value x = builder.Input("x", 2);
        Value floats = builder.Add(
            "Constant", [], "floats", new AttributeMap { { "value_floats", new[] { 1f, 2f } } });
        Value scalar = builder.Add("Constant", [], "scalar", new AttributeMap { { "value_float", 3f } });
        Value tensor = builder.Add(
            "Constant", [], "tensor", new AttributeMap { { "value", TensorData.From<float>([5f, 6f], 1, 2) } });
        Value sum = builder.Add(builder.Add(floats, scalar, "a"), tensor, "b");
        Model model = builder.Build(builder.Add(x, sum, "y"));

        Assert.True(new FoldConstants().Run(model));

        Node add = Assert.Single(model.Graph.Nodes);
        Assert.Equal([9f, 11f], add.ConstantOrNull(1)!.ToFloats());
        Assert.Single(model.Graph.Initializers);
    }

    [Fact]
    public void Run_OutputThatIsConstant_StaysComputed()
    {
        var builder = new GraphBuilder("output");
        _ = builder.Input("x", 2);
        Value y = builder.Add(
            builder.Constant("a", TensorData.Scalar(1f)), builder.Constant("b", TensorData.Scalar(2f)), "y");
        Model model = builder.Build(y);

        Assert.False(new FoldConstants().Run(model));
        Assert.Equal("y", model.Graph.Outputs[0].Producer!.Name);
    }

    [Fact]
    public void Run_SmallFileThatAsksForGigabytes_LeavesTheNode()
    {
        var builder = new GraphBuilder("hostile");
        Value x = builder.Input("x", 2);
        Value huge = builder.Add("ConstantOfShape", [Ints(builder, "dims", 1 << 20, 1 << 20)], "huge");
        Value mean = builder.Add("ReduceMean", [huge], "mean");
        Model model = builder.Build(builder.Add(x, mean, "y"));

        new FoldConstants().Run(model);

        Assert.Contains(model.Graph.Nodes, n => n.OpType == "ConstantOfShape");
    }

    [Fact]
    public void Run_DivisionByConstantZero_IsAPassException()
    {
        var builder = new GraphBuilder("zero");
        Value x = builder.Input("x", 2);
        Value quotient = builder.Add("Div", [Int(builder, "a", 1), Int(builder, "b", 0)], "quotient");
        builder.Graph.AddOutput(builder.Add("Gather", [x, quotient], "y"));

        var error = Assert.Throws<PassException>(() => new FoldConstants().Run(new Model(builder.Graph)));

        Assert.Equal(nameof(FoldConstants), error.Pass);
    }

    private static Value Int(GraphBuilder builder, string name, long element) =>
        builder.Constant(name, TensorData.Scalar(element));

    private static Value Ints(GraphBuilder builder, string name, params ReadOnlySpan<long> elements) =>
        builder.Constant(name, TensorData.Vector(elements));
}
