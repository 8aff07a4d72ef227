using PocketFlow.Graphs.Passes;
using PocketFlow.Testing;

namespace PocketFlow.Graphs.Tests.Passes;

public sealed class PassTests
{
    private static readonly Pass[] s_passes =
    [
        new FoldConstants(), new FoldBatchNormalization(), new RemoveDeadNodes(), new InferShapes(),
        new CancelTransposes(), new FoldAffine(),
    ];

    public static TheoryData<int> Passes => [.. Enumerable.Range(0, s_passes.Length)];

    [Theory]
    [MemberData(nameof(Passes))]
    public void Run_Twice_ChangesNothingTheSecondTime(int pass)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Model model = RandomGraphs.Create(seed);
            s_passes[pass].Run(model);
            string text = model.ToString();

            Assert.False(s_passes[pass].Run(model));
            Assert.Equal(text, model.ToString());
            GraphVerifier.Verify(model.Graph);
        }
    }

    [Fact]
    public void Folded_RandomGraphs_ComputesTheSameAndLeavesTheOriginal()
    {
        for (int seed = 100; seed < 120; seed++)
        {
            Model model = RandomGraphs.Create(seed);
            string text = model.ToString();

            Close.Equal(model, model.Folded(), seed);
            Assert.Equal(text, model.ToString());
        }
    }

    [Fact]
    public void RemoveDeadNodes_IdentitiesAndUnreadNodes_GoAndTheOutputKeepsItsName()
    {
        var builder = new GraphBuilder("dead");
        Value x = builder.Input("x", 3);
        Value y = builder.Add("Identity", [builder.Gemm(x, "fc", 2)], "passed");
        builder.Relu(y, "unread");
        builder.Constant("unused", TensorData.Scalar(1f));
        Model model = builder.Build(builder.Add("Dropout", [y], "y"));

        Assert.True(new RemoveDeadNodes().Run(model));

        Assert.Equal(["Gemm"], model.Graph.Nodes.Select(n => n.OpType));
        Assert.Equal("y", model.Graph.Outputs[0].Name);
        Assert.Null(model.Graph.Find("unused"));
        GraphVerifier.Verify(model.Graph);
    }

    [Fact]
    public void RemoveDeadNodes_IdentityBetweenInputAndOutput_Stays()
    {
        var builder = new GraphBuilder("interface");
        Model model = builder.Build(builder.Add("Identity", [builder.Input("x", 3)], "y"));

        Assert.False(new RemoveDeadNodes().Run(model));
        Assert.Equal(["x", "y"], [model.Graph.Inputs[0].Name, model.Graph.Outputs[0].Name]);
    }

    [Fact]
    public void Run_InvalidGraph_IsAPassExceptionWithTheRule()
    {
        var builder = new GraphBuilder("invalid");
        Value x = builder.Input("x", 3);
        builder.Graph.Add("Add", [x, builder.Constant("c", TensorData.From<float>([1f, 2f], 2))], null, "sum");

        var error = Assert.Throws<PassException>(() => new InferShapes().Run(new Model(builder.Graph)));

        Assert.Equal("InferShapes", error.Pass);
        Assert.Equal("broadcast", Assert.IsType<InvalidGraphException>(error.InnerException).Rule);
        Assert.Contains("sum", error.Message, StringComparison.Ordinal);
    }
}
