namespace PocketFlow.Graphs.Networks;

/// <summary>
/// MobileNetV2 (Sandler et al. 2018, arXiv 1801.04381, table 2): 17 inverted residuals, which widen with a pointwise
/// convolution, filter depthwise and narrow again without an activation. Layers are named as torchvision names them.
/// </summary>
/// <remarks>
/// Deviations: no dropout before the classifier. For small images the stem and the first strided stage keep the
/// resolution, so that the network divides it by 8 instead of 32.
/// </remarks>
internal static class MobileNetV2
{
    private static readonly (int Expansion, int Channels, int Blocks, int Stride)[] s_stages =
    [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
    ];

    public static Model Build(NetworkOptions options)
    {
        var builder = new GraphBuilder("mobilenet-v2", options.Seed);
        Value x = builder.Input("input", options.Channels, options.Height, options.Width);
        x = ConvBnRelu6(builder, x, "features.0", options.WidthOf(32), 3, options.IsSmall ? 1 : 2);
        int index = 1;
        for (int stage = 0; stage < s_stages.Length; stage++)
        {
            (int expansion, int channels, int blocks, int stride) = s_stages[stage];
            for (int block = 0; block < blocks; block++)
            {
                int step = block > 0 || (options.IsSmall && stage == 1) ? 1 : stride;
                x = InvertedResidual(
                    builder, x, $"features.{index++}", options.WidthOf(channels), expansion, step);
            }
        }

        // Narrow networks keep the width of the last layer, which the classifier needs (section 4 of the paper).
        int last = Math.Max(1280, options.WidthOf(1280));
        x = ConvBnRelu6(builder, x, $"features.{index}", last, 1, 1);
        x = builder.GlobalAveragePool(x, "avgpool");
        return builder.Build(builder.Logits(x, "classifier.1", options.Classes));
    }

    private static Value InvertedResidual(
        GraphBuilder builder, Value x, string name, int channels, int expansion, int stride)
    {
        int inputs = (int)x.KnownShape[1].Size;
        int hidden = inputs * expansion;
        int part = 0;
        Value y = x;
        if (expansion > 1)
        {
            y = ConvBnRelu6(builder, y, $"{name}.conv.{part++}", hidden, 1, 1);
        }

        y = ConvBnRelu6(builder, y, $"{name}.conv.{part++}", hidden, 3, stride, hidden);
        y = builder.Conv(y, $"{name}.conv.{part++}", channels, 1);
        y = builder.BatchNormalization(y, $"{name}.conv.{part}");
        return stride == 1 && inputs == channels ? builder.Add(x, y, $"{name}.add") : y;
    }

    private static Value ConvBnRelu6(
        GraphBuilder builder, Value x, string name, int channels, int kernel, int stride, int group = 1)
    {
        Value y = builder.Conv(x, $"{name}.0", channels, kernel, stride, group: group);
        return builder.Relu6(builder.BatchNormalization(y, $"{name}.1"), $"{name}.2");
    }
}
