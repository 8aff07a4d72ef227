namespace PocketFlow.Data;

/// <summary>The order of the channels of colour images.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red, as networks of OpenCV and Caffe want them.</summary>
    Bgr,
}
