using PocketFlow.Graphs;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution;

/// <summary>
/// Rounds every value and parameter that carries a <see cref="Quantization"/> to its grid, in floating point: what the
/// integer file will compute, up to the rounding inside kernels (Jacob et al. 2018, section 3).
/// </summary>
public sealed class FakeQuantization : ForwardHook
{
    /// <inheritdoc/>
    public override Tensor OnValue(Value value, Tensor tensor) => Apply(value.Quantization, tensor);

    /// <inheritdoc/>
    public override Tensor OnParameter(Value parameter, Tensor tensor) => Apply(parameter.Quantization, tensor);

    /// <inheritdoc/>
    public override bool Watches(Value value) => value.Quantization is not null;

    /// <summary>The tensor rounded to a grid; the same tensor where there is none.</summary>
    public static Tensor Apply(Quantization? quantization, Tensor tensor)
    {
        if (quantization is not { } q)
        {
            return tensor;
        }

        if (q.Axis is not { } axis)
        {
            return Engine.IsGradEnabled
                ? tensor.FakeQuantizePerTensor(q.Scale[0], q.ZeroPoint[0], q.Minimum, q.Maximum)
                : Rounded(tensor, q);
        }

        using Tensor scale = Tensor.FromArray<float>(q.Scale.AsSpan(), q.Scale.Length, tensor.Device);
        using Tensor zeroPoint = Tensor.FromArray<int>(q.ZeroPoint.AsSpan(), q.ZeroPoint.Length, tensor.Device);
        return tensor.FakeQuantizePerChannel(scale, zeroPoint, axis, q.Minimum, q.Maximum);
    }

    /// <summary>The same numbers as the operator's, which also makes a mask for gradients and is several times slower.</summary>
    private static Tensor Rounded(Tensor tensor, Quantization q) => tensor
        .Mul(1f / q.Scale[0]).RoundInPlace()
        .ClampInPlace(q.Minimum - q.ZeroPoint[0], q.Maximum - q.ZeroPoint[0])
        .MulInPlace(q.Scale[0]);
}
