namespace PocketFlow.Graphs.Networks;

/// <summary>
/// Residual networks of depth 6n + 2 for small images (He et al. 2016, arXiv 1512.03385, section 4.2): three stages of
/// n blocks with 16, 32 and 64 channels. Where channels change, the shortcut takes every second pixel and pads
/// channels with zeros (option A), which costs no parameters.
/// </summary>
internal static class CifarResNet
{
    public static Model Build(int depth, NetworkOptions options)
    {
        var builder = new GraphBuilder($"resnet{depth}", options.Seed);
        Value x = builder.Input("input", options.Channels, options.Height, options.Width);
        x = ConvBnRelu(builder, x, "conv1", "bn1", 16, 1);
        int[] widths = [16, 32, 64];
        for (int stage = 0; stage < widths.Length; stage++)
        {
            for (int block = 0; block < (depth - 2) / 6; block++)
            {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                x = Block(builder, x, $"layer{stage + 1}.{block}", widths[stage], stride);
            }
        }

        x = builder.GlobalAveragePool(x, "pool");
        return builder.Build(builder.Gemm(x, "logits", options.Classes));
    }

    private static Value Block(GraphBuilder builder, Value x, string name, int channels, int stride)
    {
        Value y = ConvBnRelu(builder, x, $"{name}.conv1", $"{name}.bn1", channels, stride);
        y = builder.Conv(y, $"{name}.conv2", channels, 3);
        y = builder.BatchNormalization(y, $"{name}.bn2");
        Value shortcut = stride == 1 ? x : Shortcut(builder, x, $"{name}.shortcut", channels);
        return builder.Relu(builder.Add(y, shortcut, $"{name}.add"), $"{name}.relu2");
    }

    private static Value ConvBnRelu(
        GraphBuilder builder, Value x, string conv, string norm, int channels, int stride)
    {
        Value y = builder.Conv(x, conv, channels, 3, stride);
        return builder.Relu(builder.BatchNormalization(y, norm), $"{norm}.relu");
    }

    private static Value Shortcut(GraphBuilder builder, Value x, string name, int channels)
    {
        Value sliced = builder.Add(
            "Slice",
            [
                x,
                builder.Constant($"{name}.starts", TensorData.Vector(0, 0)),
                builder.Constant($"{name}.ends", TensorData.Vector(int.MaxValue, int.MaxValue)),
                builder.Constant($"{name}.axes", TensorData.Vector(2, 3)),
                builder.Constant($"{name}.steps", TensorData.Vector(2, 2)),
            ],
            $"{name}.slice");
        long missing = channels - x.KnownShape[1].Size;
        long before = missing / 2;
        return builder.Add(
            "Pad",
            [
                sliced,
                builder.Constant($"{name}.pads", TensorData.Vector(0, before, 0, 0, 0, missing - before, 0, 0)),
                builder.Constant($"{name}.zero", TensorData.Scalar(0f)),
            ],
            $"{name}.pad");
    }
}
