using PocketFlow.Graphs.Networks;

namespace PocketFlow.Graphs.Tests;

public sealed class ModelCostTests
{
    [Theory]
    [InlineData("resnet20", 40_551_040, 269_722)]
    public void Of_CifarResNet_CountsWhatThePaperCounts(string name, long macs, long trainable)
    {
        Model model = ReferenceNetworks.Build(name, new NetworkOptions());

        ModelCost cost = ModelCost.Of(model);

        long statistics = cost.Nodes.Where(n => n.Node.OpType == "BatchNormalization").Sum(n => n.ParameterCount / 2);
        Assert.Equal(trainable, cost.ParameterCount - statistics);
        Assert.Equal(macs, cost.Macs);
    }

    [Fact]
    public void Folded_CifarResNet_KeepsNoBatchNormalization()
    {
        Model model = ReferenceNetworks.Build("resnet20", new NetworkOptions()).Simplify();

        Model folded = model.Folded();

        Assert.DoesNotContain(folded.Graph.Nodes, n => n.OpType == "BatchNormalization");
        Assert.Contains(model.Graph.Nodes, n => n.OpType == "BatchNormalization");
        Assert.Equal(ModelCost.Of(model).Macs, ModelCost.Of(folded).Macs);
    }
}
