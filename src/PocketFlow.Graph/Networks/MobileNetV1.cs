namespace PocketFlow.Graphs.Networks;

/// <summary>
/// MobileNet (Howard et al. 2017, arXiv 1704.04861, table 1): 13 pairs of a depthwise 3×3 and a pointwise convolution,
/// each with batch normalisation and a rectifier that stops at 6.
/// </summary>
/// <remarks>
/// Deviations: channels are rounded to multiples of 8 under a width multiplier. For small images the stem and the first
/// strided pair keep the resolution, so that the network divides it by 8 instead of 32.
/// </remarks>
internal static class MobileNetV1
{
    private static readonly (int Channels, int Stride)[] s_pairs =
    [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1),
        (1024, 2), (1024, 1),
    ];

    public static Model Build(NetworkOptions options)
    {
        var builder = new GraphBuilder("mobilenet-v1", options.Seed);
        Value x = builder.Input("input", options.Channels, options.Height, options.Width);
        x = builder.Conv(x, "features.0.conv", options.WidthOf(32), 3, options.IsSmall ? 1 : 2);
        x = BnRelu6(builder, x, "features.0.bn");
        for (int i = 0; i < s_pairs.Length; i++)
        {
            (int channels, int stride) = s_pairs[i];
            bool keepsResolution = options.IsSmall && i == 1;
            x = Pair(builder, x, $"features.{i + 1}", options.WidthOf(channels), keepsResolution ? 1 : stride);
        }

        x = builder.GlobalAveragePool(x, "avgpool");
        return builder.Build(builder.Logits(x, "classifier", options.Classes));
    }

    private static Value Pair(GraphBuilder builder, Value x, string name, int channels, int stride)
    {
        int inputs = (int)x.KnownShape[1].Size;
        Value y = builder.Conv(x, $"{name}.depthwise", inputs, 3, stride, group: inputs);
        y = BnRelu6(builder, y, $"{name}.bn1");
        y = builder.Conv(y, $"{name}.pointwise", channels, 1);
        return BnRelu6(builder, y, $"{name}.bn2");
    }

    private static Value BnRelu6(GraphBuilder builder, Value x, string name) =>
        builder.Relu6(builder.BatchNormalization(x, name), $"{name}.relu6");
}
