namespace PocketFlow.Graphs.Networks;

/// <summary>
/// Residual networks of 18, 34 and 50 layers (He et al. 2016, arXiv 1512.03385, table 1): four stages with 64, 128, 256
/// and 512 channels; where the shape changes, the shortcut is a projection (option B). Layers are named as torchvision
/// names them.
/// </summary>
/// <remarks>
/// Deviations: bottlenecks take the stride in the 3×3 convolution instead of the first 1×1 ("version 1.5"). For small
/// images the stem is a 3×3 convolution that keeps the resolution, without a pool.
/// </remarks>
internal static class ResNet
{
    // A bottleneck puts out this many times the channels of its 3×3 convolution.
    private const int Expansion = 4;

    public static Model Build(int depth, NetworkOptions options)
    {
        int[] blocks = depth == 18 ? [2, 2, 2, 2] : [3, 4, 6, 3];
        var builder = new GraphBuilder($"resnet{depth}", options.Seed);
        Value x = builder.Input("input", options.Channels, options.Height, options.Width);
        x = Stem(builder, x, options.IsSmall);
        for (int stage = 0; stage < blocks.Length; stage++)
        {
            for (int block = 0; block < blocks[stage]; block++)
            {
                string name = $"layer{stage + 1}.{block}";
                int channels = 64 << stage;
                int stride = stage > 0 && block == 0 ? 2 : 1;
                x = depth >= 50 ? Bottleneck(builder, x, name, channels, stride)
                    : BasicBlock(builder, x, name, channels, stride);
            }
        }

        x = builder.GlobalAveragePool(x, "avgpool");
        return builder.Build(builder.Logits(x, "fc", options.Classes));
    }

    private static Value Stem(GraphBuilder builder, Value x, bool isSmall)
    {
        Value y = isSmall ? builder.Conv(x, "conv1", 64, 3) : builder.Conv(x, "conv1", 64, 7, 2);
        y = builder.Relu(builder.BatchNormalization(y, "bn1"), "relu");
        return isSmall ? y : builder.MaxPool(y, "maxpool", 3, 2, 1);
    }

    private static Value BasicBlock(GraphBuilder builder, Value x, string name, int channels, int stride)
    {
        Value y = ConvBn(builder, x, name, 1, channels, 3, stride);
        y = builder.Relu(y, $"{name}.relu1");
        y = ConvBn(builder, y, name, 2, channels, 3, 1);
        return AddShortcut(builder, x, y, name, stride);
    }

    private static Value Bottleneck(GraphBuilder builder, Value x, string name, int channels, int stride)
    {
        Value y = ConvBn(builder, x, name, 1, channels, 1, 1);
        y = builder.Relu(y, $"{name}.relu1");
        y = ConvBn(builder, y, name, 2, channels, 3, stride);
        y = builder.Relu(y, $"{name}.relu2");
        y = ConvBn(builder, y, name, 3, channels * Expansion, 1, 1);
        return AddShortcut(builder, x, y, name, stride);
    }

    private static Value ConvBn(
        GraphBuilder builder, Value x, string block, int number, int channels, int kernel, int stride)
    {
        Value y = builder.Conv(x, $"{block}.conv{number}", channels, kernel, stride);
        return builder.BatchNormalization(y, $"{block}.bn{number}");
    }

    private static Value AddShortcut(GraphBuilder builder, Value x, Value y, string name, int stride)
    {
        long channels = y.KnownShape[1].Size;
        Value shortcut = x;
        if (stride != 1 || x.KnownShape[1].Size != channels)
        {
            shortcut = builder.Conv(x, $"{name}.downsample.0", (int)channels, 1, stride);
            shortcut = builder.BatchNormalization(shortcut, $"{name}.downsample.1");
        }

        return builder.Relu(builder.Add(y, shortcut, $"{name}.add"), $"{name}.relu");
    }
}
