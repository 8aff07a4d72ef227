using PocketFlow.Graphs.Passes;

namespace PocketFlow.Graphs.Tests.Passes;

public sealed class FoldAffineTests
{
    private static readonly long[] s_perChannel = [1, 4, 1, 1];

    [Theory]
    [InlineData("Add", false, false)]
    [InlineData("Add", true, true)]
    [InlineData("Sub", false, false)]
    [InlineData("Mul", true, false)]
    [InlineData("Mul", false, true)]
    public void Run_AfterConvolution_FoldsAndComputesTheSame(string opType, bool isFirst, bool hasBias)
    {
        Model model = Convolution(opType, isFirst, hasBias, s_perChannel);
        Model before = model.Clone();

        Assert.True(new FoldAffine().Run(model));

        Assert.Equal(["Conv", "Relu"], model.Graph.Nodes.Select(n => n.OpType));
        Close.Equal(before, model, seed: 1);
    }

    [Fact]
    public void Run_BatchNormalizationAsArithmetic_LeavesOneLayer()
    {
        var builder = new GraphBuilder("arithmetic", seed: 4);
        Value x = builder.Conv(builder.Input("x", 3, 6, 6), "conv", 4, 3);
        x = builder.Add("Mul", [x, Numbers(builder, "scale", 4, 1, 1)], "scaled");
        x = builder.Add("Add", [x, Numbers(builder, "shift", 1, 4, 1, 1)], "shifted");
        x = builder.Add("Mul", [x, Numbers(builder, "all")], "times");
        Model model = builder.Build(builder.Gemm(builder.Flatten(builder.Relu(x, "relu"), "flat"), "fc", 5));
        Model before = model.Clone();

        Assert.True(new FoldAffine().Run(model));

        Assert.Equal(["Conv", "Relu", "Flatten", "Gemm"], model.Graph.Nodes.Select(n => n.OpType));
        Close.Equal(before, model, seed: 2);
    }

    [Theory]
    [InlineData("Sub", true)]
    [InlineData("Div", false)]
    public void Run_WhatIsNoFactorOrTerm_StaysAsItIs(string opType, bool isFirst) =>
        Assert.False(new FoldAffine().Run(Convolution(opType, isFirst, false, s_perChannel)));

    [Fact]
    public void Run_ConstantAlongOtherAxes_StaysAsItIs() =>
        Assert.False(new FoldAffine().Run(Convolution("Add", false, false, [4, 6])));

    [Fact]
    public void Run_LayerThatOthersRead_StaysAsItIs()
    {
        var builder = new GraphBuilder("shared");
        Value x = builder.Conv(builder.Input("x", 3, 6, 6), "conv", 4, 3);
        Value y = builder.Add("Add", [x, Numbers(builder, "term", s_perChannel)], "sum");

        Assert.False(new FoldAffine().Run(builder.Build(builder.Add(x, y, "both"))));
    }

    private static Model Convolution(string opType, bool isFirst, bool hasBias, long[] dims)
    {
        var builder = new GraphBuilder("affine", seed: 3);
        Value x = builder.Conv(builder.Input("x", 3, 4, 6), "conv", 4, 3, bias: hasBias);
        Value constant = Numbers(builder, "constant", dims);
        Value[] operands = isFirst ? [constant, x] : [x, constant];
        return builder.Build(builder.Relu(builder.Add(opType, operands, "affine"), "relu"));
    }

    private static Value Numbers(GraphBuilder builder, string name, params long[] dims)
    {
        float[] numbers = [.. Enumerable.Range(1, (int)TensorData.CountOf(dims)).Select(i => 0.3f * i - 0.7f)];
        return builder.Constant(name, TensorData.From<float>(numbers, dims));
    }
}
