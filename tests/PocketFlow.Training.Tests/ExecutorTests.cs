using PocketFlow.Graphs;
using PocketFlow.Testing;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Training.Tests;

public sealed class ExecutorTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Forward_RandomGraph_EqualsInterpreter(int seed)
    {
        Model model = RandomGraphs.Create(seed);
        float[] input = RandomGraphs.Input(model, seed, batch: 2);
        float[] expected = ReferenceInterpreter.Run(model, input, batch: 2);
        long live = Engine.LiveTensors;
        float[] found;
        using (var executor = new Executor(model, default, MemoryFormat.ChannelsLast))
        using (TensorScope.Begin())
        using (Engine.NoGrad())
        {
            found = executor.Forward(Tensor.FromArray(input, new long[] { 2, 3, 8, 8 })).ToArray<float>();
        }

        float size = Math.Max(1, expected.Max(MathF.Abs));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4f * size));
        Assert.Equal(live, Engine.LiveTensors);
    }

    [Fact]
    public void Forward_PartOfAValueThatIsRectifiedToo_KeepsItsSigns()
    {
        var builder = new GraphBuilder("view", 2);
        Value conv = builder.Conv(builder.Input("x", 3, 8, 8), "conv", 4, 3);
        Node split = builder.Graph.Add("Split", [conv], ["left", "right"], new AttributeMap { { "axis", 1L } });
        split.Operator.Infer(split);
        Value rectified = builder.Relu(conv, "relu");
        Model model = builder.Build(builder.Concat("all", split.Outputs[0], split.Outputs[1], rectified));
        float[] input = RandomGraphs.Input(model, 1);
        using var executor = new Executor(model);
        using TensorScope scope = TensorScope.Begin();
        using GradMode mode = Engine.NoGrad();

        float[] found = executor.Forward(Tensor.FromArray(input, new long[] { 1, 3, 8, 8 })).ToArray<float>();

        Assert.Contains(found, f => f < -0.1f);
        Assert.All(
            ReferenceInterpreter.Run(model, input).Zip(found), p => Assert.Equal(p.First, p.Second, 1e-4f));
    }

    [Fact]
    public void ToModel_Untouched_GivesTheSameModel()
    {
        Model model = RandomGraphs.Create(3).Simplify();
        using var executor = new Executor(model, default, MemoryFormat.ChannelsLast);

        Assert.Equal(model.ToString(), executor.ToModel().ToString());
        foreach (Value value in model.Graph.Initializers)
        {
            TensorData twin = executor.ToModel().Graph.Find(value.Name)!.Data!;
            Assert.True(value.Data!.Bytes.Span.SequenceEqual(twin.Bytes.Span), value.Name);
        }
    }
}
