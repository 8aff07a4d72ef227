namespace PocketFlow.Data;

/// <summary>Where the channels of an array's images are.</summary>
public enum InputLayout
{
    /// <summary>At the end or in front, wherever an axis of 1, 3 or 4 is; at the end if both could be.</summary>
    Auto,

    /// <summary>[N, H, W, C], as TensorFlow stores images.</summary>
    ChannelsLast,

    /// <summary>[N, C, H, W], as PyTorch stores images.</summary>
    ChannelsFirst,
}
