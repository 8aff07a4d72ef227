namespace PocketFlow.Graphs.Tests;

public class OutputActivationTests
{
    [Theory]
    [InlineData("Softmax", 1, false, OutputActivation.Softmax)]
    [InlineData("Softmax", -1, false, OutputActivation.None)]
    [InlineData("Softmax", -1, true, OutputActivation.Softmax)]
    [InlineData("Sigmoid", null, false, OutputActivation.Sigmoid)]
    [InlineData("Sigmoid", null, true, OutputActivation.Sigmoid)]
    [InlineData("Tanh", null, false, OutputActivation.None)]
    public void Of_LastNode_IsWhatTurnsLogitsIntoProbabilities(
        string opType, int? axis, bool pooled, OutputActivation expected)
    {
        var builder = new GraphBuilder("ending");
        Value x = builder.Conv(builder.Input("input", 3, 4, 4), "conv", 5, 3);
        x = pooled ? builder.GlobalAveragePool(x, "pool") : x;
        AttributeMap? attributes = axis is { } a ? new AttributeMap { { "axis", (long)a } } : null;

        Model model = builder.Build(builder.Add(opType, [x], "end", attributes));

        Assert.Equal(expected, OutputActivations.Of(model.Graph));
    }

    [Theory]
    [InlineData("Flatten", OutputActivation.Softmax)]
    [InlineData("Identity", OutputActivation.Softmax)]
    [InlineData("Relu", OutputActivation.None)]
    public void Of_NodeAfterTheActivation_OnlyPassesWhatKeepsNumbers(string opType, OutputActivation expected)
    {
        var builder = new GraphBuilder("tail");
        Value x = builder.Add("GlobalAveragePool", [builder.Input("input", 3, 4, 4)], "pool");
        x = builder.Add("Softmax", [x], "end", new AttributeMap { { "axis", 1L } });

        Model model = builder.Build(builder.Add(opType, [x], "tail"));

        Assert.Equal(expected, OutputActivations.Of(model.Graph));
        Assert.Equal(expected == OutputActivation.None ? null : "end", OutputActivations.NodeOf(model.Graph)?.Name);
    }

    [Fact]
    public void Of_SigmoidInside_IsNoOutputActivation()
    {
        var builder = new GraphBuilder("inside");
        Value x = builder.Add("Sigmoid", [builder.Input("input", 3)], "gate");

        Assert.Equal(OutputActivation.None, OutputActivations.Of(builder.Build(builder.Gemm(x, "dense", 4)).Graph));
    }
}
