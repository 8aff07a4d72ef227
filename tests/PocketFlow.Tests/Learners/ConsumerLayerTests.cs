using PocketFlow.Graphs;
using PocketFlow.Learners.ChannelPruning;

namespace PocketFlow.Tests.Learners;

public sealed class ConsumerLayerTests
{
    [Fact]
    public void Of_LayersOfAllKinds_GivesThoseThatReconstructionKnows()
    {
        var builder = new GraphBuilder("kinds");
        Value x = builder.Input("x", 4, 6, 6);
        Value plain = builder.Conv(x, "plain", 4, 3);
        Value grouped = builder.Conv(plain, "grouped", 4, 3, group: 2);
        Value kernel = builder.Constant("kernel", TensorData.From<float>(new float[64], 4, 4, 2, 2));
        Value spread = builder.Add("ConvTranspose", [grouped, kernel], "spread");
        Value rows = builder.GlobalAveragePool(spread, "mean");
        Value matrix = builder.Constant("matrix", TensorData.From<float>(new float[12], 4, 3));
        Value product = builder.Add("MatMul", [rows, matrix], "product");
        Model model = builder.Build(builder.Gemm(product, "logits", 2));

        string[] known = [.. model.Graph.Nodes.Where(n => n.OpType is "Conv" or "ConvTranspose" or "MatMul" or "Gemm")
            .Where(n => ConsumerLayer.Of(n) is not null).Select(n => n.Name)];

        Assert.Equal(["plain", "product", "logits"], known);
        Assert.Equal(0, ConsumerLayer.Of(product.Producer!)!.InputAxis);
    }
}
