namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_zeros = new("aten::zeros");
    private static readonly Operator s_ones = new("aten::ones");
    private static readonly Operator s_empty = new("aten::empty", "memory_format");
    private static readonly Operator s_full = new("aten::full");
    private static readonly Operator s_arange = new("aten::arange", "start_step");
    private static readonly Operator s_eye = new("aten::eye");
    private static readonly Operator s_zerosLike = new("aten::zeros_like");
    private static readonly Operator s_onesLike = new("aten::ones_like");
    private static readonly Operator s_emptyLike = new("aten::empty_like");
    private static readonly Operator s_linspace = new("aten::linspace");

    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">The lengths.</param>
    /// <param name="type">The element type.</param>
    /// <param name="device">Where the tensor lives.</param>
    public static Tensor Zeros(IntList shape, DType type = DType.Float32, Device device = default) =>
        s_zeros.Call(shape, type, Argument.None, device);

    /// <summary>A tensor of ones.</summary>
    /// <param name="shape">The lengths.</param>
    /// <param name="type">The element type.</param>
    /// <param name="device">Where the tensor lives.</param>
    public static Tensor Ones(IntList shape, DType type = DType.Float32, Device device = default) =>
        s_ones.Call(shape, type, Argument.None, device);

    /// <summary>A tensor whose elements are whatever memory held.</summary>
    /// <param name="shape">The lengths.</param>
    /// <param name="type">The element type.</param>
    /// <param name="device">Where the tensor lives.</param>
    public static Tensor Empty(IntList shape, DType type = DType.Float32, Device device = default) =>
        s_empty.Call(shape, type, Argument.None, device);

    /// <summary>A tensor of one value.</summary>
    /// <param name="shape">The lengths.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">The element type.</param>
    /// <param name="device">Where the tensor lives.</param>
    public static Tensor Full(IntList shape, Scalar value, DType type = DType.Float32, Device device = default) =>
        s_full.Call(shape, value, type, Argument.None, device);

    /// <summary>Numbers from start on, before end.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">The first that is not there.</param>
    /// <param name="step">The distance.</param>
    /// <param name="type">The element type.</param>
    /// <param name="device">Where the tensor lives.</param>
    public static Tensor Arange(
        Scalar start, Scalar end, Scalar step, DType type = DType.Float32, Device device = default) =>
        s_arange.Call(start, end, step, type, Argument.None, device);

    /// <summary>The integers from 0 on, before end.</summary>
    /// <param name="end">The first that is not there.</param>
    /// <param name="type">The element type.</param>
    /// <param name="device">Where the tensor lives.</param>
    public static Tensor Arange(long end, DType type = DType.Int64, Device device = default) =>
        Arange(0, end, 1, type, device);

    /// <summary>Numbers at equal distances, both ends included.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">The last.</param>
    /// <param name="count">How many.</param>
    /// <param name="type">The element type.</param>
    /// <param name="device">Where the tensor lives.</param>
    public static Tensor Linspace(
        Scalar start, Scalar end, long count, DType type = DType.Float32, Device device = default) =>
        s_linspace.Call(start, end, count, type, Argument.None, device);

    /// <summary>The identity matrix.</summary>
    /// <param name="size">Rows and columns.</param>
    /// <param name="type">The element type.</param>
    /// <param name="device">Where the tensor lives.</param>
    public static Tensor Eye(long size, DType type = DType.Float32, Device device = default) =>
        s_eye.Call(size, type, Argument.None, device);

    /// <summary>Zeros of this tensor's shape, type and device.</summary>
    public Tensor ZerosLike() => s_zerosLike.Call(this);

    /// <summary>Ones of this tensor's shape, type and device.</summary>
    public Tensor OnesLike() => s_onesLike.Call(this);

    /// <summary>A tensor of this one's shape, type and device, with whatever memory held.</summary>
    public Tensor EmptyLike() => s_emptyLike.Call(this);
}
