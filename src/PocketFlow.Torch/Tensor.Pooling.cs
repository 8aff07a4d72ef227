namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_maxPool2d = new("aten::max_pool2d");
    private static readonly Operator s_avgPool2d = new("aten::avg_pool2d");
    private static readonly Operator s_maxPool3d = new("aten::max_pool3d");
    private static readonly Operator s_avgPool3d = new("aten::avg_pool3d");
    private static readonly Operator s_adaptiveAvgPool2d = new("aten::adaptive_avg_pool2d");
    private static readonly Operator s_adaptiveMaxPool2d = new("aten::adaptive_max_pool2d");
    private static readonly Operator s_upsampleNearest2d = new("aten::upsample_nearest2d");
    private static readonly Operator s_upsampleBilinear2d = new("aten::upsample_bilinear2d");

    /// <summary>The largest element of each window; the tensor is [N, C, H, W].</summary>
    /// <param name="kernel">Window.</param>
    /// <param name="stride">Step; the window if left out.</param>
    /// <param name="padding">Border; 0 if left out.</param>
    /// <param name="dilation">Distance of taps; 1 if left out.</param>
    /// <param name="ceilMode">Whether a window may hang over the end.</param>
    public Tensor MaxPool2d(
        IntList kernel, IntList stride = default, IntList padding = default, IntList dilation = default,
        bool ceilMode = false) =>
        s_maxPool2d.Call(this, kernel, stride, padding, dilation, ceilMode);

    /// <summary>The mean of each window; the tensor is [N, C, H, W].</summary>
    /// <param name="kernel">Window.</param>
    /// <param name="stride">Step; the window if left out.</param>
    /// <param name="padding">Border; 0 if left out.</param>
    /// <param name="ceilMode">Whether a window may hang over the end.</param>
    /// <param name="countIncludePad">Whether the border counts as elements.</param>
    /// <param name="divisorOverride">Divisor instead of the count.</param>
    public Tensor AvgPool2d(
        IntList kernel, IntList stride = default, IntList padding = default, bool ceilMode = false,
        bool countIncludePad = true, long? divisorOverride = null) =>
        s_avgPool2d.Call(this, kernel, stride, padding, ceilMode, countIncludePad, divisorOverride);

    /// <summary>The largest element of each window; the tensor is [N, C, D, H, W].</summary>
    /// <param name="kernel">Window.</param>
    /// <param name="stride">Step; the window if left out.</param>
    /// <param name="padding">Border; 0 if left out.</param>
    /// <param name="dilation">Distance of taps; 1 if left out.</param>
    /// <param name="ceilMode">Whether a window may hang over the end.</param>
    public Tensor MaxPool3d(
        IntList kernel, IntList stride = default, IntList padding = default, IntList dilation = default,
        bool ceilMode = false) =>
        s_maxPool3d.Call(this, kernel, stride, padding, dilation, ceilMode);

    /// <summary>The mean of each window; the tensor is [N, C, D, H, W].</summary>
    /// <param name="kernel">Window.</param>
    /// <param name="stride">Step; the window if left out.</param>
    /// <param name="padding">Border; 0 if left out.</param>
    /// <param name="ceilMode">Whether a window may hang over the end.</param>
    /// <param name="countIncludePad">Whether the border counts as elements.</param>
    /// <param name="divisorOverride">Divisor instead of the count.</param>
    public Tensor AvgPool3d(
        IntList kernel, IntList stride = default, IntList padding = default, bool ceilMode = false,
        bool countIncludePad = true, long? divisorOverride = null) =>
        s_avgPool3d.Call(this, kernel, stride, padding, ceilMode, countIncludePad, divisorOverride);

    /// <summary>Means of as many windows as are wanted; the tensor is [N, C, H, W].</summary>
    /// <param name="outputSize">[H, W] of the result.</param>
    public Tensor AdaptiveAvgPool2d(IntList outputSize) => s_adaptiveAvgPool2d.Call(this, outputSize);

    /// <summary>Largest elements of as many windows as are wanted; the tensor is [N, C, H, W].</summary>
    /// <param name="outputSize">[H, W] of the result.</param>
    public Tensor AdaptiveMaxPool2d(IntList outputSize) => s_adaptiveMaxPool2d.Call(this, outputSize);

    /// <summary>Repeats elements to a larger image.</summary>
    /// <param name="outputSize">[H, W] of the result.</param>
    public Tensor UpsampleNearest2d(IntList outputSize) =>
        s_upsampleNearest2d.Call(this, outputSize, Argument.None, Argument.None);

    /// <summary>Interpolates linearly to another image size.</summary>
    /// <param name="outputSize">[H, W] of the result.</param>
    /// <param name="alignCorners">Whether corner elements keep their place.</param>
    public Tensor UpsampleBilinear2d(IntList outputSize, bool alignCorners = false) =>
        s_upsampleBilinear2d.Call(this, outputSize, alignCorners, Argument.None, Argument.None);
}
