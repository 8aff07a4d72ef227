using PocketFlow.Graphs.Networks;
using PocketFlow.Graphs.Passes;
using PocketFlow.Testing;

namespace PocketFlow.Graphs.Tests.Passes;

public sealed class FoldBatchNormalizationTests
{
    [Fact]
    public void Run_RandomGraphs_KeepsTheOutput()
    {
        int folds = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            Model model = RandomGraphs.Create(seed);
            Model folded = model.Clone();
            folds += new FoldBatchNormalization().Run(folded) ? 1 : 0;

            Close.Equal(model, folded, seed);
        }

        Assert.InRange(folds, 30, 40);
    }

    [Fact]
    public void Run_GemmAndBias_KeepsTheOutput()
    {
        var builder = new GraphBuilder("dense", 4);
        Value y = builder.BatchNormalization(builder.Gemm(builder.Input("x", 6), "fc", 5), "bn");
        Node norm = y.Producer!;
        Graph.SetData(norm.Input(1), TensorData.From<float>([1, -2, 0.5f, 3, 0], 5));
        Graph.SetData(norm.Input(2), TensorData.From<float>([1, 2, 3, 4, 5], 5));
        Graph.SetData(norm.Input(3), TensorData.From<float>([0.5f, 0, -1, 1, 2], 5));
        Graph.SetData(norm.Input(4), TensorData.From<float>([2, 1, 0.25f, 4, 0], 5));
        Model model = builder.Build(y);
        Model folded = model.Clone();

        Assert.True(new FoldBatchNormalization().Run(folded));

        Assert.Equal(["Gemm"], folded.Graph.Nodes.Select(n => n.OpType));
        Assert.Equal("bn", folded.Graph.Outputs[0].Name);
        Close.Equal(model, folded, 1);
    }

    [Fact]
    public void Run_ConvolutionReadTwice_LeavesTheNormalization()
    {
        var builder = new GraphBuilder("shared");
        Value conv = builder.Conv(builder.Input("x", 3, 4, 4), "conv", 4, 3);
        Model model = builder.Build(builder.Add(builder.BatchNormalization(conv, "bn"), conv, "sum"));

        Assert.False(new FoldBatchNormalization().Run(model));
        Assert.Contains(model.Graph.Nodes, n => n.OpType == "BatchNormalization");
    }

    [Fact]
    public void Run_ConvolutionIsAnOutput_LeavesTheNormalization()
    {
        var builder = new GraphBuilder("output");
        Value conv = builder.Conv(builder.Input("x", 3, 4, 4), "conv", 4, 3);
        Model model = builder.Build(builder.BatchNormalization(conv, "bn"), conv);

        Assert.False(new FoldBatchNormalization().Run(model));
    }

    [Fact]
    public void Run_SharedWeight_FoldsEachUseOnItsOwn()
    {
        var builder = new GraphBuilder("twins", 2);
        Value x = builder.Input("x", 3, 4, 4);
        Value first = builder.Conv(x, "conv", 4, 3);
        Value second = builder.Add(
            "Conv", [x, first.Producer!.Input(1)], "twin", new AttributeMap { { "pads", new long[] { 1, 1, 1, 1 } } });
        Value norm = builder.BatchNormalization(first, "bn");
        Graph.SetData(norm.Producer!.Input(1), TensorData.From<float>([2, 3, 4, 5], 4));
        Model model = builder.Build(builder.Add(norm, second, "sum"));
        Model folded = model.Clone();

        Assert.True(new FoldBatchNormalization().Run(folded));

        Close.Equal(model, folded, 3);
    }

    [Fact]
    public void Run_ResNet20_KeepsTheOutput()
    {
        Model model = ReferenceNetworks.Build("resnet20", new NetworkOptions());

        Close.Equal(model, model.Folded(), 1, 1e-4f);
    }
}
