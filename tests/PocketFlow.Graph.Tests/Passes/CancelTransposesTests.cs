using PocketFlow.Graphs.Passes;
using PocketFlow.Testing;

namespace PocketFlow.Graphs.Tests.Passes;

public sealed class CancelTransposesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_RandomNetworksInChannelsLastForm_LeavesNoneInside(bool isInputLast)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Model model = ChannelsLastForm.Of(RandomGraphs.Create(seed), isInputLast);
            Model cancelled = model.Clone();

            Assert.True(new CancelTransposes().Run(cancelled));

            Close.Equal(model, cancelled, seed);
            Node[] left = [.. cancelled.Graph.Nodes.Where(n => n.OpType == "Transpose")];
            Assert.All(left, n => Assert.Same(cancelled.Graph.Inputs[0], n.Input(0)));
            Assert.Equal(isInputLast ? 1 : 0, left.Length);
            Assert.Equal(
                model.Graph.Outputs.Select(o => o.ToString()), cancelled.Graph.Outputs.Select(o => o.ToString()));
            Assert.False(new CancelTransposes().Run(cancelled));
        }
    }

    [Fact]
    public void Run_RandomGraphsOfPermutations_KeepsTheResultAndNeverMovesMore()
    {
        int improved = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            Model model = PermutedGraphs.Create(seed);
            Model cancelled = model.Clone();

            improved += new CancelTransposes().Run(cancelled) ? 1 : 0;

            GraphVerifier.Verify(cancelled.Graph);
            int Count(Model m) => m.Graph.Nodes.Count(n => n.OpType == "Transpose");
            Assert.True(Count(cancelled) <= Count(model), $"seed {seed}");
            IReadOnlyDictionary<string, float[]> expected = Run(model, seed);
            IReadOnlyDictionary<string, float[]> actual = Run(cancelled, seed);
            foreach (Value output in model.Graph.Outputs)
            {
                Close.Equal(expected[output.Name], actual[output.Name]);
                Assert.Equal(
                    output.KnownShape.ToString(), cancelled.Graph.Find(output.Name)!.KnownShape.ToString());
            }
        }

        Assert.InRange(improved, 80, 200);
    }

    [Fact]
    public void Run_SqueezeAndExcitation_TransposesNothing()
    {
        var builder = new GraphBuilder("se", 3);
        Value x = Transpose(builder, builder.Input("x", 8, 5, 4), 0, 2, 3, 1);
        Value mean = builder.Add("ReduceMean", [x], "mean", new AttributeMap { { "axes", new long[] { 1, 2 } } });
        Value gate = builder.Add("Sigmoid", [builder.Gemm(Flat(builder, mean, 8), "fc", 8)], "gate");
        gate = builder.Add("Reshape", [gate, Ints(builder, "dims", -1, 1, 1, 8)], "wide");
        Value y = Transpose(builder, builder.Add("Mul", [x, gate], "scaled"), 0, 3, 1, 2);
        Model model = builder.Build(y);
        Model cancelled = model.Clone();

        Assert.True(new CancelTransposes().Run(cancelled));

        Assert.DoesNotContain(cancelled.Graph.Nodes, n => n.OpType == "Transpose");
        Close.Equal(model, cancelled, 1);
    }

    [Fact]
    public void Run_TransposeBeforeAttention_ChangesNothing()
    {
        // The heads of self-attention really move; the graph stays as it is, names included.
        var builder = new GraphBuilder("attention");
        Value x = builder.Add("Reshape", [builder.Input("x", 6, 8), Ints(builder, "dims", 0, 6, 2, 4)], "heads");
        Value q = Transpose(builder, x, 0, 2, 1, 3);
        Value k = Transpose(builder, builder.Relu(x, "relu"), 0, 2, 3, 1);
        Value scores = builder.Add("Softmax", [builder.Add("MatMul", [q, k], "scores")], "weights");
        Value mixed = Transpose(builder, builder.Add("MatMul", [scores, q], "mixed"), 0, 2, 1, 3);
        Model model = builder.Build(builder.Add("Reshape", [mixed, Ints(builder, "all", 0, 6, 8)], "y"));
        string text = model.ToString();

        Assert.False(new CancelTransposes().Run(model));
        Assert.Equal(text, model.ToString());
    }

    [Fact]
    public void Run_FlattenThatIsAnOutputToo_KeepsItsOrder()
    {
        var builder = new GraphBuilder("features", 5);
        Value x = builder.Relu(Transpose(builder, builder.Input("x", 3, 4, 2), 0, 2, 3, 1), "relu");
        Value flat = Flat(builder, x, 24);
        Model model = builder.Build(flat, builder.Gemm(flat, "fc", 5));
        Model cancelled = model.Clone();
        new CancelTransposes().Run(cancelled);

        IReadOnlyDictionary<string, float[]> expected = Run(model, 1);
        IReadOnlyDictionary<string, float[]> actual = Run(cancelled, 1);
        Assert.All(model.Graph.Outputs, o => Close.Equal(expected[o.Name], actual[o.Name]));
    }

    [Fact]
    public void Run_AnnotatedValues_KeepTheirGrids()
    {
        var builder = new GraphBuilder("grids", 5);
        Value x = Transpose(builder, builder.Input("x", 3, 4, 2), 0, 2, 3, 1);
        Value scaled = builder.Add(
            "Mul", [x, builder.Constant("c", TensorData.From<float>([1f, 2f, 3f], 3))], "scaled");
        scaled.Quantization = Quantization.Affine(-1, 1);
        scaled.Producer!.Input(1).Quantization = Quantization.Symmetric([1, 2, 3], 0);
        Model model = builder.Build(Transpose(builder, scaled, 0, 3, 1, 2));

        Assert.True(new CancelTransposes().Run(model));

        Node mul = Assert.Single(model.Graph.Nodes);
        Assert.Equal(Quantization.Affine(-1, 1), mul.Output.Quantization);
        Assert.Equal([1, 3, 1, 1], mul.ConstantOrNull(1)!.Dims.ToArray());
        Assert.Equal(1, mul.Input(1).Quantization!.Axis);
    }

    private static IReadOnlyDictionary<string, float[]> Run(Model model, int seed) =>
        ReferenceInterpreter.RunAll(model, RandomGraphs.Input(model, seed, 2), 2);

    private static Value Transpose(GraphBuilder builder, Value x, params long[] perm) =>
        builder.Add("Transpose", [x], "transposed", new AttributeMap { { "perm", perm } });

    private static Value Flat(GraphBuilder builder, Value x, long features) =>
        builder.Add("Reshape", [x, Ints(builder, "flat_shape", -1, features)], "flat");

    private static Value Ints(GraphBuilder builder, string name, params long[] elements) =>
        builder.Constant(name, TensorData.Vector(elements));
}
