using PocketFlow.Graphs.Passes;
using PocketFlow.Testing;

namespace PocketFlow.Graphs.Tests;

public sealed class RandomGraphsTests
{
    [Fact]
    public void Create_ManySeeds_GivesValidGraphsOfAllKinds()
    {
        var opTypes = new HashSet<string>();
        bool isGrouped = false;
        for (int seed = 0; seed < 90; seed++)
        {
            Model model = RandomGraphs.Create(seed);
            GraphVerifier.Verify(model.Graph);
            Assert.False(new InferShapes().Run(model));
            Assert.Equal("[batch, 5]", model.Graph.Outputs[0].KnownShape.ToString());
            opTypes.UnionWith(model.Graph.Nodes.Select(n => n.OpType));
            isGrouped |= model.Graph.Nodes.Any(n => n.Attributes.Int("group", 1) == 2 && n.Input(1).KnownShape[1] != 1);
        }

        Assert.True(isGrouped);
        Assert.Superset(
            new HashSet<string>
            {
                "Conv", "BatchNormalization", "Relu", "Clip", "Sigmoid", "LeakyRelu", "Add", "Mul", "Concat", "MaxPool",
                "AveragePool", "Slice", "Pad", "GlobalAveragePool", "Flatten", "Gemm", "ConvTranspose", "Resize",
                "DepthToSpace", "SpaceToDepth",
            },
            opTypes);
    }

    [Fact]
    public void Create_SameSeed_GivesTheSameNetwork()
    {
        Model first = RandomGraphs.Create(5);
        Model second = RandomGraphs.Create(5);
        float[] input = RandomGraphs.Input(first, 1);

        Assert.Equal(first.ToString(), second.ToString());
        Assert.Equal(ReferenceInterpreter.Run(first, input), ReferenceInterpreter.Run(second, input));
    }
}
