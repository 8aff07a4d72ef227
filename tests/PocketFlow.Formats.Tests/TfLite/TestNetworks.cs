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

    /// <summary>A strided stem, a pooled and a concatenated branch, a grouped convolution.</summary>
    public static Model Stem()
    {
        var builder = new GraphBuilder("stem");
        Value x = builder.Input("image", 3, 32, 32);
        x = builder.Relu(builder.BatchNormalization(builder.Conv(x, "stem", 16, 7, 2), "bn"), "relu1");
        x = builder.MaxPool(x, "pool1", 3, 2, 1);
        Value wide = builder.Conv(x, "wide", 16, 3, 2, bias: true);
        Value narrow = builder.Conv(x, "narrow", 16, 1, 2, bias: true);
        Value sum = builder.Relu(builder.Add(wide, narrow, "sum"), "relu2");
        x = builder.Concat("both", sum, builder.MaxPool(sum, "pool2", 3, 1, 1));
        x = builder.Conv(x, "grouped", 16, 3, group: 4, bias: true);
        return builder.Build(builder.Gemm(builder.GlobalAveragePool(x, "mean"), "logits", 10));
    }

    /// <summary>Channels that are shuffled between grouped convolutions, and an output that is an image.</summary>
    public static Model Shuffle()
    {
        var builder = new GraphBuilder("shuffle");
        Value x = builder.Conv(builder.Input("image", 12, 6, 6), "first", 12, 1, group: 3, bias: true);
        x = builder.Add("Reshape", [x, builder.Constant("split", TensorData.Vector(-1, 3, 4, 6, 6))], "split_channels");
        x = builder.Add("Transpose", [x], "swap", new AttributeMap { { "perm", new long[] { 0, 2, 1, 3, 4 } } });
        x = builder.Add("Reshape", [x, builder.Constant("join", TensorData.Vector(-1, 12, 6, 6))], "join_channels");
        return builder.Build(builder.Conv(x, "second", 12, 3, group: 12, bias: true));
    }

    /// <summary>Images that become larger by spread windows, resampling and out of channels.</summary>
    public static Model Decoder()
    {
        var builder = new GraphBuilder("decoder");
        Value x = builder.Relu(builder.Conv(builder.Input("image", 3, 8, 8), "first", 8, 3, 2, bias: true), "relu1");
        x = builder.Relu(Spread(builder, x, "spread", 4, 4), "relu2");
        Value scales = builder.Constant("scales", TensorData.From<float>([1, 1, 2, 2], 4));
        x = builder.Add("Resize", [x, null, scales], "resized", new AttributeMap { { "mode", "linear" } });
        x = builder.Add("SpaceToDepth", [x], "folded", new AttributeMap { { "blocksize", 2L } });
        x = builder.Add("DepthToSpace", [x], "unfolded", new AttributeMap { { "blocksize", 2L }, { "mode", "CRD" } });
        return builder.Build(builder.Gemm(builder.GlobalAveragePool(x, "mean"), "logits", 5));
    }

    private static Value Spread(GraphBuilder builder, Value x, string name, int outputs, int kernel)
    {
        var random = new Random(2);
        long[] dims = [x.KnownShape[1].Size, outputs, kernel, kernel];
        float[] weight = Array.ConvertAll(new float[TensorData.CountOf(dims)], _ => 0.4f * random.NextSingle() - 0.2f);
        Value[] inputs =
        [
            x, builder.Constant($"{name}.weight", TensorData.From<float>(weight, dims)),
            builder.Constant($"{name}.bias", TensorData.From<float>(weight.AsSpan(0, outputs), outputs)),
        ];
        return builder.Add("ConvTranspose", inputs, name, new AttributeMap
        {
            { "strides", new long[] { 2, 2 } }, { "pads", new long[] { 1, 1, 1, 1 } },
        });
    }

    /// <summary>Signals: convolutions and pools over one axis.</summary>
    public static Model Signal()
    {
        var builder = new GraphBuilder("signal");
        Value x = builder.Input("image", 4, 6, 6);
        x = builder.Add("Reshape", [x, builder.Constant("shape", TensorData.Vector(-1, 4, 36))], "line");
        x = builder.Relu(OverLine(builder, x, "first", 8, 1), "relu1");
        x = builder.Add("MaxPool", [x], "pool", new AttributeMap
        {
            { "kernel_shape", new long[] { 2 } }, { "strides", new long[] { 2 } },
        });
        x = builder.Relu(OverLine(builder, x, "second", 8, 8), "relu2");
        return builder.Build(builder.Gemm(builder.GlobalAveragePool(x, "mean"), "logits", 5));
    }

    private static Value OverLine(GraphBuilder builder, Value x, string name, int outputs, int group)
    {
        var random = new Random(outputs + group);
        long[] dims = [outputs, x.KnownShape[1].Size / group, 3];
        float[] weight = Array.ConvertAll(new float[TensorData.CountOf(dims)], _ => random.NextSingle() - 0.5f);
        Value constant = builder.Constant($"{name}.weight", TensorData.From<float>(weight, dims));
        return builder.Add("Conv", [x, constant], name, new AttributeMap
        {
            { "pads", new long[] { 1, 1 } }, { "group", (long)group },
        });
    }

    /// <summary>A gate per channel, activations of every kind, steps and borders, softmax over channels.</summary>
    public static Model ChannelAttention()
    {
        var builder = new GraphBuilder("attention");
        Value scale = builder.Constant("scale", TensorData.From<float>([0.5f, 2, -1, 3], 4, 1, 1));
        Value x = builder.Add("Mul", [builder.Input("image", 4, 9, 8), scale], "scaled");
        x = builder.Add("HardSwish", [x], "swish");
        Value gate = builder.Add("HardSigmoid", [builder.Add("GlobalAveragePool", [x], "mean")], "gate");
        x = builder.Add("LeakyRelu", [builder.Add("Mul", [x, gate], "gated")], "leaky");
        Value half = builder.Constant("half", TensorData.Scalar(0.5f));
        x = builder.Add("Sub", [builder.Add("Tanh", [x], "tanh"), half], "shifted");
        x = builder.Relu(builder.BatchNormalization(x, "bn"), "relu");
        x = builder.Add(
            "Pad",
            [
                x, builder.Constant("pads", TensorData.Vector(0, 1, 2, 0, 0, 0, 1, 3)),
                builder.Constant("fill", TensorData.Scalar(0.25f)),
            ],
            "padded");
        x = builder.Add(
            "Slice",
            [
                x, builder.Constant("starts", TensorData.Vector(1, -1, 2)),
                builder.Constant("ends", TensorData.Vector(5, -100, 10)),
                builder.Constant("axes", TensorData.Vector(1, 2, 3)),
                builder.Constant("steps", TensorData.Vector(1, -2, 3)),
            ],
            "sliced");
        x = builder.Add("Softmax", [x], "softmax", new AttributeMap { { "axis", 1L } });
        return builder.Build(x, builder.Gemm(builder.Flatten(x, "flat"), "logits", 3));
    }

    /// <summary>Pooling with every combination of padding, counting and rounding.</summary>
    public static Model Pools(string opType)
    {
        var builder = new GraphBuilder("pools");
        Value x = builder.Input("image", 4, 13, 14);
        var outputs = new List<Value>();
        foreach ((long kernel, long stride, long pad, bool counts, bool ceil) in new[]
        {
            (2L, 2L, 0L, false, false), (3, 2, 1, false, false), (3, 2, 1, true, false), (3, 1, 1, false, false),
            (3, 1, 1, true, false), (3, 2, 0, false, true),
        })
        {
            var window = new AttributeMap
            {
                { "kernel_shape", new[] { kernel, kernel } }, { "strides", new[] { stride, stride } },
                { "pads", new[] { pad, pad, pad, pad } }, { "ceil_mode", ceil },
            };
            if (opType == "AveragePool")
            {
                window.Set("count_include_pad", counts);
            }

            outputs.Add(builder.Add(opType, [x], $"pool{outputs.Count}", window));
        }

        return builder.Build([.. outputs]);
    }

    public static Model WithOneNode(
        string opType, long[] dims, AttributeMap? attributes = null, params TensorData[] constants)
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
            bool isRectified = node.OpType != "ConvTranspose"
                && node.Output.Uses is [{ Node.OpType: "Relu" or "Clip" }];
            bool isRectifier = node.OpType is "Relu" or "Clip";
            node.Output.Quantization = isRectified ? null
                : moves ? node.Input(0).Quantization : Quantization.Affine(isRectifier ? 0 : -4, isRectifier ? 6 : 5);
            if (node.OpType is "Conv" or "ConvTranspose" or "Gemm")
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
