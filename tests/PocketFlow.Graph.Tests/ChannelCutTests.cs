using PocketFlow.Graphs.Pruning;
using PocketFlow.Testing;

namespace PocketFlow.Graphs.Tests;

/// <summary>Cutting equals masking through operators that move channels about.</summary>
public sealed class ChannelCutTests
{
    private const int Channels = 8;

    private static readonly Dictionary<string, Func<GraphBuilder, Value, Value>> s_middles = new(StringComparer.Ordinal)
    {
        ["gather"] = (b, x) => Gather(b, x, TensorData.Vector(3, -1, 0, 3, 5)),
        ["shuffle"] = (b, x) => Reshape(b, Swap(b, Reshape(b, x, 0, 2, 4, 6, 6)), 0, 8, 6, 6),
        ["split"] = (b, x) =>
        {
            Value left = Split(b, x, 3, 5);
            return b.Concat("joined", left.Producer!.Outputs[1], Conv(b, left, "inner"));
        },
        ["slice-of-concat"] = (b, x) => Slice(b, b.Concat("both", x, Conv(b, x, "other")), 6, 11),
        ["tile"] = (b, x) => b.Add("Tile", [x, Ints(b, 1, 2, 1, 1)], "tiled"),
        ["expand"] = (b, x) => b.Add(
            "Add", [x, b.Add("Expand", [Mean(b, x), Ints(b, 1, 8, 6, 6)], "spread")], "sum"),
        ["squeeze"] = (b, x) =>
        {
            Value vector = b.Add("Squeeze", [Mean(b, x)], "vector");
            return b.Add("Unsqueeze", [vector, Ints(b, 2, 3)], "map");
        },
    };

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (string name in s_middles.Keys)
            {
                for (int seed = 0; seed < 4; seed++)
                {
                    cases.Add(name, seed);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Cut_ThroughOperator_EqualsMask(string name, int seed)
    {
        Model model = Build(s_middles[name]);
        DependencyGraph dependencies = DependencyGraph.Build(model);
        PruningSelection selection = Select(dependencies, seed);

        Assert.Contains(selection.Groups, g => g.Producers.Any(p => p.Name == "first"));
        AssertEqual(selection);
    }

    [Fact]
    public void Cut_AllButOneChannelOfEachPartOfAConcat_LeavesTheSliceAlive()
    {
        Model model = Build(s_middles["slice-of-concat"]);
        DependencyGraph dependencies = DependencyGraph.Build(model);
        var selection = new PruningSelection(dependencies);
        foreach (PruningGroup group in dependencies.Prunable)
        {
            selection.Remove(group, Enumerable.Range(1, group.Count - 1));
        }

        AssertEqual(selection);
    }

    [Fact]
    public void Cut_ToOneChannelBeforeSqueezeWithoutAxes_KeepsTheChannel()
    {
        var builder = new GraphBuilder("g", 1);
        Value first = Conv(builder, builder.Input("x", 3, 6, 6), "first");
        Model model = builder.Build(Conv(builder, s_middles["squeeze"](builder, first), "last"));
        DependencyGraph dependencies = DependencyGraph.Build(model);
        var selection = new PruningSelection(dependencies);
        PruningGroup group = dependencies.Prunable.Single(g => g.Producers.Any(p => p.Name == "first"));
        selection.Remove(group, Enumerable.Range(1, group.Count - 1));

        AssertEqual(selection);
    }

    [Fact]
    public void Build_GatherOfOneChannel_FreezesThatChannelAlone()
    {
        var builder = new GraphBuilder("g", 1);
        Value x = Conv(builder, builder.Input("x", 3, 6, 6), "first");
        Value one = Gather(builder, x, TensorData.Scalar(2L));
        Value image = builder.Add("Unsqueeze", [one, Ints(builder, 1)], "image");
        Model model = builder.Build(Conv(builder, x, "last"), Conv(builder, image, "side")).Simplify();
        DependencyGraph dependencies = DependencyGraph.Build(model);

        PruningGroup prunable = dependencies.Prunable.Single(g => g.Name == "first");

        Assert.Equal(Channels - 1, prunable.Count);
        var selection = new PruningSelection(dependencies);
        selection.Remove(prunable, [0, 1, 5]);
        AssertEqual(selection);
    }

    [Fact]
    public void Build_WeightThatAnotherOperatorReads_FreezesItsChannels()
    {
        var builder = new GraphBuilder("g", 1);
        Value hidden = builder.Relu(builder.Gemm(builder.Input("x", 3), "first", Channels), "relu");
        Value rows = builder.Gemm(hidden, "rows", Channels);
        Value weight = rows.Producer!.Input(1);
        Value columns = builder.Add("MatMul", [builder.Relu(rows, "relu2"), weight], "columns");
        Model model = builder.Build(builder.Gemm(columns, "last", 2));

        DependencyGraph dependencies = DependencyGraph.Build(model);

        PruningGroup group = dependencies.Groups.Single(g => g.Slots.Any(s => s.Value == hidden));
        Assert.Contains("read by several operators", group.FrozenReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_WeightOfTwoLayers_EqualsMask()
    {
        var builder = new GraphBuilder("g", 1);
        Value input = builder.Input("x", 3, 6, 6);
        Value first = Conv(builder, input, "first");
        Value second = builder.Relu(builder.Add("Conv", first.Producer!.Inputs, "second"), "relu");
        Value sum = builder.Add(first, second, "sum");
        Model model = builder.Build(Conv(builder, sum, "last")).Simplify();

        AssertEqual(Select(DependencyGraph.Build(model), 3));
    }

    [Fact]
    public void Cut_QuantizedWeights_TakesTheScalesOfWhatStays()
    {
        Model model = Build((_, x) => x);
        Value weight = model.Graph.Find("first.weight")!;
        float[] magnitudes = [.. Enumerable.Range(1, Channels).Select(i => (float)i)];
        weight.Quantization = Quantization.Symmetric(magnitudes, 0);
        DependencyGraph dependencies = DependencyGraph.Build(model);
        var selection = new PruningSelection(dependencies);
        selection.Remove(dependencies.Prunable.First(g => g.Name == "first"), [1, 4]);

        Quantization cut = Pruner.Cut(selection).Graph.Find("first.weight")!.Quantization!;

        Assert.Equal([1, 3, 4, 6, 7, 8], cut.Scale.Select(s => (int)MathF.Round(s * 127)));
        Assert.Equal(6, cut.ZeroPoint.Length);
    }

    private static Model Build(Func<GraphBuilder, Value, Value> middle)
    {
        var builder = new GraphBuilder("g", 1);
        Value x = Conv(builder, builder.Input("x", 3, 6, 6), "first");
        return builder.Build(Conv(builder, middle(builder, x), "last")).Simplify();
    }

    private static PruningSelection Select(DependencyGraph dependencies, int seed)
    {
        var random = new Random(seed);
        var selection = new PruningSelection(dependencies);
        foreach (PruningGroup group in dependencies.Prunable.Where(g => g.Count > 1))
        {
            int kept = random.Next(group.Count);
            selection.Remove(
                group,
                Enumerable.Range(0, group.Count).Where(i => i != kept && (i == (kept + 1) % 2 || random.Next(2) == 0)));
        }

        return selection;
    }

    private static void AssertEqual(PruningSelection selection)
    {
        Model cut = Pruner.Cut(selection);
        Model mask = Pruner.Mask(selection);
        float[] input = RandomGraphs.Input(mask, 5, batch: 2);
        float[] expected = ReferenceInterpreter.Run(mask, input, batch: 2);
        float[] found = ReferenceInterpreter.Run(cut, input, batch: 2);

        Assert.True(ModelCost.Of(cut).Macs < ModelCost.Of(mask).Macs);
        Assert.All(expected.Zip(found), p => Assert.Equal(p.First, p.Second, 1e-5f * Math.Max(1, MathF.Abs(p.First))));
    }

    private static Value Conv(GraphBuilder builder, Value x, string name) =>
        builder.Conv(x, name, Channels, 1, bias: true);

    private static Value Mean(GraphBuilder builder, Value x) => builder.Add("GlobalAveragePool", [x], "mean");

    private static Value Gather(GraphBuilder builder, Value x, TensorData indices) => builder.Add(
        "Gather", [x, builder.Constant("indices", indices)], "gather", new AttributeMap { { "axis", 1L } });

    private static Value Swap(GraphBuilder builder, Value x) => builder.Add(
        "Transpose", [x], "swap", new AttributeMap { { "perm", new long[] { 0, 2, 1, 3, 4 } } });

    private static Value Reshape(GraphBuilder builder, Value x, params long[] shape) =>
        builder.Add("Reshape", [x, Ints(builder, shape)], "reshape");

    private static Value Slice(GraphBuilder builder, Value x, long start, long end) =>
        builder.Add("Slice", [x, Ints(builder, start), Ints(builder, end), Ints(builder, 1)], "slice");

    private static Value Split(GraphBuilder builder, Value x, params long[] sizes)
    {
        Node split = builder.Graph.Add(
            "Split", [x, Ints(builder, sizes)], ["left", "right"], new AttributeMap { { "axis", 1L } });
        split.Operator.Infer(split);
        return split.Output;
    }

    private static Value Ints(GraphBuilder builder, params ReadOnlySpan<long> elements) =>
        builder.Constant("ints", TensorData.Vector(elements));
}
