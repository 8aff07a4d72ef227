using PocketFlow.Graphs.Networks;
using PocketFlow.Graphs.Pruning;
using PocketFlow.Testing;

namespace PocketFlow.Graphs.Tests;

public sealed class PrunerTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 100)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Cut_RandomGraph_EqualsMask(int seed) => Check(seed);

    [Fact]
    [Trait("Category", "Slow")]
    public void Cut_ThousandsOfRandomGraphs_EqualsMask()
    {
        for (int seed = 1000; seed < 4000; seed++)
        {
            Check(seed);
        }
    }

    [Theory]
    [InlineData("resnet20", 9)]
    [InlineData("resnet56", 27)]
    public void Build_CifarResNet_SeparatesBlocksFromTheThreeResidualStreams(string name, int blocks)
    {
        Model model = ReferenceNetworks.Build(name, new NetworkOptions()).Simplify();

        PruningGroup[] groups = [.. DependencyGraph.Build(model).Prunable];

        // Zero padding puts the 16 channels of the first stage into the middle of the next, whose own 16 and 32 are extra.
        Assert.Equal(blocks, groups.Count(g => g.Producers.Count == 1 && g.Consumers.Count == 1));
        Assert.Equal([16, 16, 32], groups.Where(g => g.Consumers.Count > 1).Select(g => g.Count).Order());
    }

    [Fact]
    public void Cut_HalfOfTheInnerChannelsOfResNet56_HalvesMacs()
    {
        Model model = ReferenceNetworks.Build("resnet56", new NetworkOptions()).Simplify();
        DependencyGraph dependencies = DependencyGraph.Build(model);
        var selection = new PruningSelection(dependencies);
        foreach (PruningGroup group in dependencies.Prunable.Where(g => g.Consumers.Count == 1))
        {
            selection.Remove(group, Enumerable.Range(0, group.Count / 2));
        }

        ModelCost cost = ModelCost.Of(Pruner.Cut(selection));

        // 125.49M: the stem and the dense layer stay, all other convolutions lose half of their inputs or outputs.
        long stem = 3 * 16 * 9 * 1024 + 640;
        Assert.Equal((ModelCost.Of(model).Macs - stem) / 2 + stem, cost.Macs);
    }

    [Theory]
    [InlineData("GroupNormalization", 8, true)]
    [InlineData("GroupNormalization", 2, false)]
    [InlineData("InstanceNormalization", 0, true)]
    [InlineData("LRN", 0, false)]
    [InlineData("Hardmax", 0, false)]
    [InlineData("ReduceSum", 0, false)]
    public void Cut_BehindStatisticsOfOneChannel_EqualsMask(string opType, int groups, bool isPrunable)
    {
        var builder = new GraphBuilder("norm", 5);
        Value x = builder.Conv(builder.Input("x", 3, 6, 6), "conv1", 8, 3);
        Value Vector(string name, float first) => builder.Constant(
            name, TensorData.From<float>([.. Enumerable.Range(0, 8).Select(i => first + 0.1f * i)], 8));
        bool isScaled = opType.EndsWith("Normalization", StringComparison.Ordinal);
        Value[] inputs = isScaled ? [x, Vector("scale", 1), Vector("shift", 0)] : [x];
        var attributes = new AttributeMap
        {
            { "num_groups", groups }, { "size", 3 }, { "axis", 1 }, { "axes", new long[] { 1 } },
        };
        Value y = builder.Conv(builder.Add(opType, inputs, "norm", attributes), "conv2", 4, 3);
        Model model = builder.Build(builder.Gemm(builder.GlobalAveragePool(y, "mean"), "logits", 3));

        DependencyGraph dependencies = DependencyGraph.Build(model);
        PruningGroup? group = dependencies.Prunable.FirstOrDefault(g => g.Count == 8);

        Assert.Equal(isPrunable, group is not null);
        if (group is not null)
        {
            var selection = new PruningSelection(dependencies);
            selection.Remove(group, [1, 4, 6]);
            Model cut = Pruner.Cut(selection);
            Assert.Equal(5, cut.Graph.Nodes[0].Output.KnownShape[1].Size);
            Close.Equal(Pruner.Mask(selection), cut, 1);
        }
    }

    [Fact]
    public void Cut_ResidualStreamOfResNet20_EqualsMask()
    {
        Model model = ReferenceNetworks.Build("resnet20", new NetworkOptions(Height: 8, Width: 8)).Simplify();
        DependencyGraph dependencies = DependencyGraph.Build(model);
        var selection = new PruningSelection(dependencies);
        foreach (PruningGroup group in dependencies.Prunable)
        {
            selection.Remove(group, Enumerable.Range(0, group.Count).Where(i => i % 3 == 1));
        }

        AssertEqual(model, selection, seed: 1);
    }

    [Fact]
    public void Remove_AllChannels_IsRefused()
    {
        Model model = ReferenceNetworks.Build("resnet20", new NetworkOptions()).Simplify();
        DependencyGraph dependencies = DependencyGraph.Build(model);
        PruningGroup group = dependencies.Prunable.First();

        var error = Assert.Throws<PruningException>(
            () => new PruningSelection(dependencies).Remove(group, Enumerable.Range(0, group.Count)));

        Assert.Contains("keep at least one", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Remove_OutputOfTheModel_IsRefusedWithTheReason()
    {
        Model model = ReferenceNetworks.Build("resnet20", new NetworkOptions()).Simplify();
        DependencyGraph dependencies = DependencyGraph.Build(model);
        PruningGroup group = dependencies.Groups.Single(g => g.Producers.Any(p => p.OpType == "Gemm"));

        var error = Assert.Throws<PruningException>(() => new PruningSelection(dependencies).Remove(group, [0]));

        Assert.Contains("output of the model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_ConvWhoseInputHasNoKnownChannels_IsNotOffered()
    {
        var builder = new GraphBuilder("unknown");
        Value x = builder.Input("x", 3, 6, 6);
        Value count = builder.Constant("count", TensorData.Vector(4));
        Value sorted = builder.Add(
            "TopK", [builder.Conv(x, "first", 4, 1), count], "sorted", new AttributeMap { { "axis", 1L } });
        Value depthwise = builder.Conv(sorted, "depthwise", 4, 3, group: 4);
        Value sum = builder.Add(depthwise, builder.Conv(x, "second", 4, 1), "sum");
        Value last = builder.Conv(builder.Conv(sum, "third", 5, 3), "fourth", 2, 1);
        Model model = builder.Build(last).Simplify();

        PruningGroup[] groups = [.. DependencyGraph.Build(model).Groups];

        PruningGroup joined = groups.Single(g => g.Producers.Any(p => p.Name == "second"));
        Assert.Contains("no known channels", joined.FrozenReason, StringComparison.Ordinal);
        Assert.Equal("third", Assert.Single(groups, g => !g.IsFrozen).Name);
    }

    [Theory]
    [InlineData("MaxPool", "kernel_shape")]
    [InlineData("Conv", null)]
    public void Cut_ChannelsThatAWindowSlidesOver_AreFrozen(string opType, string? kernel)
    {
        var builder = new GraphBuilder("turned");
        Value turned = builder.Add(
            "Transpose", [builder.Conv(builder.Input("x", 3, 6, 6), "first", 6, 1)], "turned",
            new AttributeMap { { "perm", new long[] { 0, 3, 1, 2 } } });
        Value slid = kernel is null
            ? builder.Conv(turned, "second", 4, 3)
            : builder.Add(opType, [turned], "second", new AttributeMap { { kernel, new long[] { 3, 3 } } });
        Model model = builder.Build(builder.Conv(slid, "third", 2, 1)).Simplify();

        PruningGroup group = DependencyGraph.Build(model).Groups.Single(g => g.Producers.Any(p => p.Name == "first"));

        Assert.Contains("'second' mixes the channels", group.FrozenReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LSTM", 4)]
    [InlineData("GRU", 3)]
    public void Cut_InputOfARecurrentLayer_IsFrozenWithTheReason(string opType, int gates)
    {
        var builder = new GraphBuilder("recurrent");
        Value Weight(string name, params long[] dims) =>
            builder.Constant(name, TensorData.From<float>(new float[TensorData.CountOf(dims)], dims));
        Value x = builder.Add("Conv", [builder.Input("x", 3, 5), Weight("kernel", 6, 3, 1)], "first");
        Value steps = builder.Add(
            "Transpose", [x], "steps", new AttributeMap { { "perm", new long[] { 2, 0, 1 } } });
        Value states = builder.Add(
            opType, [steps, Weight("w", 1, gates * 4, 6), Weight("r", 1, gates * 4, 4)], "layer");
        Model model = builder.Build(states).Simplify();

        PruningGroup group = DependencyGraph.Build(model).Groups.Single(g => g.Producers.Any(p => p.Name == "first"));

        Assert.Contains("feeds its states back", group.FrozenReason, StringComparison.Ordinal);
    }

    private static void Check(int seed)
    {
        Model model = RandomGraphs.Create(seed).Simplify();
        DependencyGraph dependencies = DependencyGraph.Build(model);
        var random = new Random(seed);
        var selection = new PruningSelection(dependencies);
        foreach (PruningGroup group in dependencies.Prunable)
        {
            int[] removed = [.. Enumerable.Range(0, group.Count).Where(_ => random.NextDouble() < 0.4)];
            selection.Remove(group, removed.Length == group.Count ? removed[1..] : removed);
        }

        AssertEqual(model, selection, seed);
    }

    private static void AssertEqual(Model model, PruningSelection selection, int seed)
    {
        Model cut = Pruner.Cut(selection);
        Model mask = Pruner.Mask(selection);
        var random = new Random(seed);
        float[] input = new float[model.Graph.Inputs[0].KnownShape.ElementCount];
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = (float)(2 * random.NextDouble() - 1);
        }

        float[] expected = ReferenceInterpreter.Run(mask, input);
        float[] actual = ReferenceInterpreter.Run(cut, input);

        Assert.True(ModelCost.Of(cut).Macs <= ModelCost.Of(model).Macs, $"seed {seed}: multiply-accumulates grew");
        Assert.Equal(expected.Length, actual.Length);
        float size = Math.Max(1, expected.Max(MathF.Abs));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                MathF.Abs(expected[i] - actual[i]) <= 1e-5f * size,
                $"seed {seed}, output {i}: masked {expected[i]}, cut {actual[i]}");
        }
    }
}
