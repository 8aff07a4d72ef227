using PocketFlow.Graphs.Passes;
using PocketFlow.Testing;

namespace PocketFlow.Graphs.Tests.Passes;

public sealed class FuseGeluTests
{
    public static TheoryData<string, string> Orders => new()
    {
        { "x*sum", "product*half" },
        { "sum*x", "half*product" },
        { "half*sum", "product*x" },
        { "x*half", "product*sum" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void Run_AnyOrderOfFactors_LeavesOneGelu(string first, string second)
    {
        Model model = Erf(first, second, 0.5f);
        float[] input = RandomGraphs.Input(model, 1);
        float[] expected = ReferenceInterpreter.Run(model, input);

        bool changed = new FuseGelu().Run(model);

        Assert.True(changed);
        Assert.Equal(["Gelu"], model.Graph.Nodes.Select(n => n.OpType));
        Assert.Equal("y", model.Graph.Outputs[0].Name);
        Assert.All(expected.Zip(ReferenceInterpreter.Run(model, input)), p => Assert.Equal(p.First, p.Second, 1e-5f));
        Assert.False(new FuseGelu().Run(model));
    }

    [Fact]
    public void Run_AnotherFactor_LeavesTheModel() =>
        Assert.False(new FuseGelu().Run(Erf("x*sum", "product*half", 0.7f)));

    private static Model Erf(string first, string second, float half)
    {
        var builder = new GraphBuilder("gelu");
        var values = new Dictionary<string, Value> { ["x"] = builder.Input("x", 9) };
        values["half"] = builder.Constant("half", TensorData.Scalar(half));
        Value root = builder.Constant("root", TensorData.Scalar(MathF.Sqrt(2)));
        Value erf = builder.Add("Erf", [builder.Add("Div", [values["x"], root], "scaled")], "erf");
        values["sum"] = builder.Add("Add", [erf, builder.Constant("one", TensorData.Scalar(1f))], "sum");
        values["product"] = Product(builder, values, first, "product");
        return builder.Build(Product(builder, values, second, "y"));
    }

    private static Value Product(GraphBuilder builder, Dictionary<string, Value> values, string factors, string name) =>
        builder.Add("Mul", [.. factors.Split('*').Select(f => values[f])], name);
}
