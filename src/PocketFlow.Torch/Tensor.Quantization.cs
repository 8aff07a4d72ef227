namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_fakeQuantizeTensor = new("aten::fake_quantize_per_tensor_affine");
    private static readonly Operator s_fakeQuantizeTensorParameters =
        new("aten::fake_quantize_per_tensor_affine", "tensor_qparams");
    private static readonly Operator s_fakeQuantizeChannel = new("aten::fake_quantize_per_channel_affine");
    private static readonly Operator s_fakeQuantizeLearnableTensor =
        new("aten::_fake_quantize_learnable_per_tensor_affine");
    private static readonly Operator s_fakeQuantizeLearnableChannel =
        new("aten::_fake_quantize_learnable_per_channel_affine");

    /// <summary>Rounds to a grid of integers and back; gradients pass where nothing was clipped.</summary>
    /// <param name="scale">The step.</param>
    /// <param name="zeroPoint">The integer that stands for 0.</param>
    /// <param name="min">Smallest integer.</param>
    /// <param name="max">Largest integer.</param>
    public Tensor FakeQuantizePerTensor(double scale, long zeroPoint, long min, long max) =>
        s_fakeQuantizeTensor.Call(this, scale, zeroPoint, min, max);

    /// <summary>As with numbers, but scale and zero point stay tensors.</summary>
    /// <param name="scale">Float32, one element.</param>
    /// <param name="zeroPoint">Int32, one element.</param>
    /// <param name="min">Smallest integer.</param>
    /// <param name="max">Largest integer.</param>
    public Tensor FakeQuantizePerTensor(Tensor scale, Tensor zeroPoint, long min, long max) =>
        s_fakeQuantizeTensorParameters.Call(this, scale, zeroPoint, min, max);

    /// <summary>Rounds each channel to its own grid of integers and back.</summary>
    /// <param name="scale">Float32 [channels].</param>
    /// <param name="zeroPoint">Int32 [channels].</param>
    /// <param name="axis">The channels' axis.</param>
    /// <param name="min">Smallest integer.</param>
    /// <param name="max">Largest integer.</param>
    public Tensor FakeQuantizePerChannel(Tensor scale, Tensor zeroPoint, long axis, long min, long max) =>
        s_fakeQuantizeChannel.Call(this, scale, zeroPoint, axis, min, max);

    /// <summary>Fake quantisation whose scale and zero point get gradients too (learned step size).</summary>
    /// <param name="scale">Float32 [1].</param>
    /// <param name="zeroPoint">Float32 [1].</param>
    /// <param name="min">Smallest integer.</param>
    /// <param name="max">Largest integer.</param>
    /// <param name="gradientFactor">Factor of their gradients.</param>
    public Tensor FakeQuantizeLearnablePerTensor(
        Tensor scale, Tensor zeroPoint, long min, long max, double gradientFactor = 1) =>
        s_fakeQuantizeLearnableTensor.Call(this, scale, zeroPoint, min, max, gradientFactor);

    /// <summary>Fake quantisation of channels whose scales and zero points get gradients too.</summary>
    /// <param name="scale">Float32 [channels].</param>
    /// <param name="zeroPoint">Float32 [channels].</param>
    /// <param name="axis">The channels' axis.</param>
    /// <param name="min">Smallest integer.</param>
    /// <param name="max">Largest integer.</param>
    /// <param name="gradientFactor">Factor of their gradients.</param>
    public Tensor FakeQuantizeLearnablePerChannel(
        Tensor scale, Tensor zeroPoint, long axis, long min, long max, double gradientFactor = 1) =>
        s_fakeQuantizeLearnableChannel.Call(this, scale, zeroPoint, axis, min, max, gradientFactor);
}
