using PocketFlow.Graphs;
using PocketFlow.Graphs.Networks;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.Tests.TfLite;

/// <summary>Small networks, and annotations as a quantising learner leaves them.</summary>
internal static class TestNetworks
{
    public static Model ResNet20() => ReferenceNetworks.Build("resnet20", new NetworkOptions());

    public static Model LeNet()
    {
        var builder = new GraphBuilder("lenet");
        Value x = builder.Relu(builder.Conv(builder.Input("image", 1, 12, 12), "conv", 4, 3, bias: true), "relu");
        x = builder.Flatten(builder.MaxPool(x, "pool", 2, 2), "flat");
        return builder.Build(builder.Gemm(x, "logits", 3));
    }

    public static Model InvertedResidual()
    {
        var builder = new GraphBuilder("mobile");
        Value x = builder.Input("image", 8, 16, 16);
        Value y = builder.Relu6(builder.BatchNormalization(builder.Conv(x, "expand", 48, 1), "bn1"), "relu1");
        y = builder.Relu6(builder.BatchNormalization(builder.Conv(y, "depth", 48, 3, group: 48), "bn2"), "relu2");
        y = builder.BatchNormalization(builder.Conv(y, "project", 8, 1), "bn3");
        return builder.Build(builder.Gemm(builder.GlobalAveragePool(builder.Add(x, y, "sum"), "pool"), "logits", 5));
    }

    public static Model WithOneNode(string opType, long[] dims, AttributeMap? attributes = null, params TensorData[] constants)
    {
        var builder = new GraphBuilder("one");
        Value?[] inputs = [
            builder.Input("x", dims), .. constants.Select((c, i) => builder.Constant($"c{i}", c)),
        ];
        return builder.Build(builder.Add(opType, inputs, "y", attributes));
    }

    /// <summary>A folded copy with grids on every value but those that fuse with the rectifier behind them.</summary>
    public static Model Quantize(Model model)
    {
        Model folded = model.Folded();
        foreach (Value input in folded.Graph.Inputs)
        {
            input.Quantization = Quantization.Affine(-2, 2);
        }

        foreach (Node node in folded.Graph.Nodes)
        {
            bool moves = node.Operator.QuantizationRule == QuantizationRule.SameAsInput;
            bool isRectified = node.Output.Uses is [{ Node.OpType: "Relu" or "Clip" }];
            bool isRectifier = node.OpType is "Relu" or "Clip";
            node.Output.Quantization = isRectified ? null
                : moves ? node.Input(0).Quantization : Quantization.Affine(isRectifier ? 0 : -4, isRectifier ? 6 : 5);
            if (node.OpType is "Conv" or "Gemm")
            {
                QuantizeWeight(node);
            }
        }

        return folded;
    }

    private static void QuantizeWeight(Node node)
    {
        int axis = node.Operator.OutputChannelAxis(node);
        float[] largest = new float[node.Input(1).KnownShape[axis].Size];
        for (int c = 0; c < largest.Length; c++)
        {
            largest[c] = 0.1f + 0.01f * c;
        }

        node.Input(1).Quantization = Quantization.Symmetric(largest, axis);
    }
}
