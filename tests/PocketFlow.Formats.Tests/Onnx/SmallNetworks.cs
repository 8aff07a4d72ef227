using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.Tests.Onnx;

/// <summary>Networks of a few kilobytes that have what real ones have.</summary>
internal static class SmallNetworks
{
    /// <summary>Convolutions, batch normalisation, residual add, strided Slice, Pad, pools, Flatten, Gemm.</summary>
    public static Model Residual()
    {
        var builder = new GraphBuilder("small", 3);
        Value x = builder.Input("input", 3, 8, 8);
        Value stem = builder.Relu(builder.BatchNormalization(builder.Conv(x, "stem", 4, 3), "bn"), "stem.relu");
        Value wide = builder.Conv(stem, "wide", 8, 3, stride: 2, bias: true);
        Value[] cut =
        [
            stem, builder.Constant("starts", TensorData.Vector(0, 0)),
            builder.Constant("ends", TensorData.Vector(8, 8)),
            builder.Constant("axes", TensorData.Vector(2, 3)), builder.Constant("steps", TensorData.Vector(2, 2)),
        ];
        Value sliced = builder.Add("Slice", cut, "cut");
        Value padded = builder.Add(
            "Pad", [sliced, builder.Constant("pads", TensorData.Vector(0, 2, 0, 0, 0, 2, 0, 0))], "padded");
        Value joined = builder.Relu6(builder.Add(wide, padded, "joined"), "joined.relu6");
        Value deep = builder.Conv(builder.MaxPool(joined, "pool", 2, 2), "depthwise", 8, 3, group: 8);
        Value mean = builder.Add(
            "ReduceMean", [deep], "mean", new AttributeMap { { "axes", new long[] { 2, 3 } }, { "keepdims", 1L } });
        return builder.Build(builder.Gemm(builder.Flatten(mean, "flat"), "logits", 5)).Simplify();
    }

    /// <summary>The network folded, with made-up ranges on every value that ships as integers.</summary>
    public static Model Quantized(Model model)
    {
        Model folded = model.Folded();
        folded.Graph.Inputs[0].Quantization = Quantization.Affine(-2, 2);
        foreach (Node node in folded.Graph.Nodes)
        {
            if (node.Operator.RoleOf(1) == ParameterRole.Weight)
            {
                node.Input(1).Quantization = Symmetric(node.Input(1).Data!);
            }

            bool isFused = node.Output.Uses.Count == 1 && node.Output.Uses[0].Node.OpType is "Relu" or "Clip";
            node.Output.Quantization = isFused ? null
                : node.Operator.QuantizationRule == QuantizationRule.SameAsInput ? node.Input(0).Quantization
                : node.OpType is "Relu" or "Clip" ? Quantization.Affine(0, 4) : Quantization.Affine(-5, 4);
        }

        return folded;
    }

    private static Quantization Symmetric(TensorData weight)
    {
        float[] elements = weight.ToFloats();
        int size = elements.Length / (int)weight.Dims[0];
        float[] largest = [.. elements.Chunk(size).Select(c => c.Max(Math.Abs))];
        return Quantization.Symmetric(largest, 0);
    }
}
