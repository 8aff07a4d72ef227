namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_conv1d = new("aten::conv1d");
    private static readonly Operator s_conv2d = new("aten::conv2d");
    private static readonly Operator s_conv3d = new("aten::conv3d");
    private static readonly Operator s_convTranspose1d = new("aten::conv_transpose1d");
    private static readonly Operator s_convTranspose2d = new("aten::conv_transpose2d", "input");
    private static readonly Operator s_convTranspose3d = new("aten::conv_transpose3d", "input");
    private static readonly Operator s_unfold = new("aten::im2col");
    private static readonly Operator s_fold = new("aten::col2im");

    /// <summary>Convolution over one axis; the tensor is [N, C, L].</summary>
    /// <param name="weight">[outputs, inputs / groups, kernel…].</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="stride">Step of the window; 1 if left out.</param>
    /// <param name="padding">Zeros around; 0 if left out.</param>
    /// <param name="dilation">Distance of taps; 1 if left out.</param>
    /// <param name="groups">Number of groups.</param>
    public Tensor Conv1d(
        Tensor weight, Tensor? bias = null, IntList stride = default, IntList padding = default,
        IntList dilation = default, long groups = 1) =>
        s_conv1d.Call(this, weight, bias, stride, padding, dilation, groups);

    /// <summary>Convolution over two axes; the tensor is [N, C, H, W].</summary>
    /// <param name="weight">[outputs, inputs / groups, kernel…].</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="stride">Step of the window; 1 if left out.</param>
    /// <param name="padding">Zeros around; 0 if left out.</param>
    /// <param name="dilation">Distance of taps; 1 if left out.</param>
    /// <param name="groups">Number of groups.</param>
    public Tensor Conv2d(
        Tensor weight, Tensor? bias = null, IntList stride = default, IntList padding = default,
        IntList dilation = default, long groups = 1) =>
        s_conv2d.Call(this, weight, bias, stride, padding, dilation, groups);

    /// <summary>Convolution over three axes; the tensor is [N, C, D, H, W].</summary>
    /// <param name="weight">[outputs, inputs / groups, kernel…].</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="stride">Step of the window; 1 if left out.</param>
    /// <param name="padding">Zeros around; 0 if left out.</param>
    /// <param name="dilation">Distance of taps; 1 if left out.</param>
    /// <param name="groups">Number of groups.</param>
    public Tensor Conv3d(
        Tensor weight, Tensor? bias = null, IntList stride = default, IntList padding = default,
        IntList dilation = default, long groups = 1) =>
        s_conv3d.Call(this, weight, bias, stride, padding, dilation, groups);

    /// <summary>Transposed convolution over one axis; the tensor is [N, C, L].</summary>
    /// <param name="weight">[inputs, outputs / groups, kernel…].</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="stride">Step of the window; 1 if left out.</param>
    /// <param name="padding">Zeros cut off; 0 if left out.</param>
    /// <param name="outputPadding">Positions added; 0 if left out.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="dilation">Distance of taps; 1 if left out.</param>
    public Tensor ConvTranspose1d(
        Tensor weight, Tensor? bias = null, IntList stride = default, IntList padding = default,
        IntList outputPadding = default, long groups = 1, IntList dilation = default) =>
        s_convTranspose1d.Call(this, weight, bias, stride, padding, outputPadding, groups, dilation);

    /// <summary>Transposed convolution over two axes; the tensor is [N, C, H, W].</summary>
    /// <param name="weight">[inputs, outputs / groups, kernel…].</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="stride">Step of the window; 1 if left out.</param>
    /// <param name="padding">Zeros cut off; 0 if left out.</param>
    /// <param name="outputPadding">Rows and columns added; 0 if left out.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="dilation">Distance of taps; 1 if left out.</param>
    public Tensor ConvTranspose2d(
        Tensor weight, Tensor? bias = null, IntList stride = default, IntList padding = default,
        IntList outputPadding = default, long groups = 1, IntList dilation = default) =>
        s_convTranspose2d.Call(this, weight, bias, stride, padding, outputPadding, groups, dilation);

    /// <summary>Transposed convolution over three axes; the tensor is [N, C, D, H, W].</summary>
    /// <param name="weight">[inputs, outputs / groups, kernel…].</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="stride">Step of the window; 1 if left out.</param>
    /// <param name="padding">Zeros cut off; 0 if left out.</param>
    /// <param name="outputPadding">Positions added; 0 if left out.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="dilation">Distance of taps; 1 if left out.</param>
    public Tensor ConvTranspose3d(
        Tensor weight, Tensor? bias = null, IntList stride = default, IntList padding = default,
        IntList outputPadding = default, long groups = 1, IntList dilation = default) =>
        s_convTranspose3d.Call(this, weight, bias, stride, padding, outputPadding, groups, dilation);

    /// <summary>The windows of a convolution as columns (im2col).</summary>
    /// <param name="kernel">[height, width].</param>
    /// <param name="dilation">Distance of taps.</param>
    /// <param name="padding">Zeros around.</param>
    /// <param name="stride">Step of the window.</param>
    /// <returns>[N, C · kernel area, windows].</returns>
    public Tensor Unfold(IntList kernel, long dilation = 1, long padding = 0, long stride = 1) =>
        s_unfold.Call(this, kernel, Pair(dilation), Pair(padding), Pair(stride));

    /// <summary>Sums columns of windows back into an image (col2im).</summary>
    /// <param name="outputSize">[H, W].</param>
    /// <param name="kernel">[height, width].</param>
    /// <param name="dilation">Distance of taps.</param>
    /// <param name="padding">Zeros around.</param>
    /// <param name="stride">Step of the window.</param>
    /// <returns>[N, C, H, W].</returns>
    public Tensor Fold(IntList outputSize, IntList kernel, long dilation = 1, long padding = 0, long stride = 1) =>
        s_fold.Call(this, outputSize, kernel, Pair(dilation), Pair(padding), Pair(stride));

    private static IntList Pair(long value) => new[] { value, value };
}
