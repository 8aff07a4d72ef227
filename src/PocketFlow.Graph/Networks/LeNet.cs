namespace PocketFlow.Graphs.Networks;

/// <summary>
/// A wider LeNet-5 (LeCun et al. 1998) for small images: two 5×5 convolutions without padding, with 32 and 64 channels,
/// each followed by a rectifier and a pool of 2×2; then a dense layer with 256 outputs and one with the classes.
/// </summary>
internal static class LeNet
{
    // The smallest size of which two convolutions and two pools leave one pixel.
    private const int MinimumSize = 16;

    public static Model Build(NetworkOptions options)
    {
        if (Math.Min(options.Height, options.Width) < MinimumSize)
        {
            throw new ArgumentException(
                $"lenet was asked for images of {options.Height}x{options.Width}, but its two unpadded convolutions "
                + $"and pools need at least {MinimumSize}x{MinimumSize}. Enlarge or pad the images.", nameof(options));
        }

        var builder = new GraphBuilder("lenet", options.Seed);
        Value x = builder.Input("input", options.Channels, options.Height, options.Width);
        x = ConvReluPool(builder, x, "1", 32);
        x = ConvReluPool(builder, x, "2", 64);
        x = builder.Flatten(x, "flatten");
        x = builder.Relu(builder.Gemm(x, "fc1", 256), "relu3");
        return builder.Build(builder.Logits(x, "fc2", options.Classes));
    }

    private static Value ConvReluPool(GraphBuilder builder, Value x, string number, int channels)
    {
        Value y = builder.Conv(x, $"conv{number}", channels, 5, padding: 0, bias: true);
        return builder.MaxPool(builder.Relu(y, $"relu{number}"), $"pool{number}", 2, 2);
    }
}
