namespace PocketFlow.Data;

/// <summary>Where the channels of an array's images are.</summary>
public enum InputLayout
{
    /// <summary>In front where that axis is 1 or 3 and the last one isn't; else at the end.</summary>
    Auto,

    /// <summary>[N, H, W, C], as TensorFlow stores images.</summary>
    ChannelsLast,

    /// <summary>[N, C, H, W], as PyTorch stores images.</summary>
    ChannelsFirst,
}
