using PocketFlow.Formats.TensorFlow;
using PocketFlow.Graphs;
using PocketFlow.Testing;
using PocketFlow.Testing.TensorFlow;

namespace PocketFlow.Formats.Tests.TensorFlow;

/// <summary>Whole networks, frozen and as both kinds of SavedModel, compute what PyTorch computes.</summary>
[Trait("Category", "Oracle")]
public sealed class NetworkReaderTests(TensorFlowNetworks models) : IClassFixture<TensorFlowNetworks>
{
    [ToolTheory(TensorFlowModels.Python)]
    [InlineData("mobilenet_frozen", "input", "Predictions")]
    [InlineData("mobilenet_v1", "images", "scores")]
    [InlineData("mobilenet_v2", "input_1", "output_1")]
    [InlineData("resnet_frozen", "input", "probabilities")]
    [InlineData("resnet_v1", "images", "scores")]
    [InlineData("resnet_v2", "input_1", "output_1")]
    public void Read_Network_EqualsPyTorch(string name, string input, string output)
    {
        Model model = TensorFlowFormat.Read(models.PathOf(name));

        Assert.Equal($"{input}: Float32[batch, 3, 32, 32]", Assert.Single(model.Graph.Inputs).ToString());
        Assert.Equal($"{output}: Float32[batch, 10]", Assert.Single(model.Graph.Outputs).ToString());
        float[] found = ReferenceInterpreter.Run(model, models.Elements(name, "input"), 2);
        Assert.All(model.Graph.Nodes, n => Assert.DoesNotContain("PartitionedCall", n.Name, StringComparison.Ordinal));
        Assert.All(models.Elements(name, "output").Zip(found), p => Assert.Equal(p.First, p.Second, 1e-5f));
    }
}
