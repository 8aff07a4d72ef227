namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_reshape = new("aten::reshape");
    private static readonly Operator s_view = new("aten::view");
    private static readonly Operator s_permute = new("aten::permute");
    private static readonly Operator s_transpose = new("aten::transpose", "int");
    private static readonly Operator s_flatten = new("aten::flatten", "using_ints");
    private static readonly Operator s_squeeze = new("aten::squeeze");
    private static readonly Operator s_squeezeDim = new("aten::squeeze", "dim");
    private static readonly Operator s_unsqueeze = new("aten::unsqueeze");
    private static readonly Operator s_expand = new("aten::expand");
    private static readonly Operator s_contiguous = new("aten::contiguous");
    private static readonly Operator s_clone = new("aten::clone");
    private static readonly Operator s_toType = new("aten::to", "dtype");
    private static readonly Operator s_copyInPlace = new("aten::copy_");
    private static readonly Operator s_zeroInPlace = new("aten::zero_");
    private static readonly Operator s_fillInPlace = new("aten::fill_", "Scalar");
    private static readonly Operator s_flip = new("aten::flip");
    private static readonly Operator s_roll = new("aten::roll");
    private static readonly Operator s_repeat = new("aten::repeat");
    private static readonly Operator s_tril = new("aten::tril");
    private static readonly Operator s_triu = new("aten::triu");
    private static readonly Operator s_diagonal = new("aten::diagonal");
    private static readonly Operator s_toDevice = new("aten::to", "device");

    /// <summary>The same elements in another shape; memory is shared where it can be.</summary>
    /// <param name="shape">The lengths; one may be -1.</param>
    public Tensor Reshape(IntList shape) => s_reshape.Call(this, shape);

    /// <summary>The same memory in another shape.</summary>
    /// <param name="shape">The lengths; one may be -1.</param>
    public Tensor View(IntList shape) => s_view.Call(this, shape);

    /// <summary>The same memory with its axes in another order.</summary>
    /// <param name="axes">For each axis of the result, which one it was.</param>
    public Tensor Permute(IntList axes) => s_permute.Call(this, axes);

    /// <summary>The same memory with two axes swapped.</summary>
    /// <param name="first">An axis.</param>
    /// <param name="second">An axis.</param>
    public Tensor Transpose(long first, long second) => s_transpose.Call(this, first, second);

    /// <summary>Joins a range of axes into one.</summary>
    /// <param name="start">The first axis.</param>
    /// <param name="end">The last axis, included.</param>
    public Tensor Flatten(long start = 0, long end = -1) => s_flatten.Call(this, start, end);

    /// <summary>Drops all axes of length 1.</summary>
    public Tensor Squeeze() => s_squeeze.Call(this);

    /// <summary>Drops an axis if its length is 1.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    public Tensor Squeeze(long axis) => s_squeezeDim.Call(this, axis);

    /// <summary>Adds an axis of length 1.</summary>
    /// <param name="axis">Where it will be.</param>
    public Tensor Unsqueeze(long axis) => s_unsqueeze.Call(this, axis);

    /// <summary>Repeats axes of length 1 without copying.</summary>
    /// <param name="shape">The lengths; -1 leaves an axis as it is.</param>
    public Tensor Expand(IntList shape) => s_expand.Call(this, shape);

    /// <summary>The elements copied as often along each axis as is said.</summary>
    /// <param name="times">One number for each axis.</param>
    public Tensor Repeat(IntList times) => s_repeat.Call(this, times);

    /// <summary>The same tensor in dense memory; a copy only if it is not.</summary>
    /// <param name="format">The order of elements.</param>
    public Tensor Contiguous(MemoryFormat format = MemoryFormat.Contiguous) => s_contiguous.Call(this, format);

    /// <summary>A copy.</summary>
    /// <param name="format">The order of elements.</param>
    public Tensor Clone(MemoryFormat format = MemoryFormat.Preserve) => s_clone.Call(this, format);

    /// <summary>The tensor with another element type; a copy only if it differs.</summary>
    /// <param name="type">The type.</param>
    public Tensor To(DType type) => s_toType.Call(this, type);

    /// <summary>The tensor on another device; a copy only if it differs.</summary>
    /// <param name="device">The device.</param>
    public Tensor To(Device device) => s_toDevice.Call(this, device, DType);

    /// <summary>The tensor with another element type and device; a copy only if they differ.</summary>
    /// <param name="type">The type.</param>
    /// <param name="device">The device.</param>
    public Tensor To(DType type, Device device) => s_toDevice.Call(this, device, type);

    /// <summary>Overwrites the elements with those of another tensor, converted.</summary>
    /// <param name="source">Elements, broadcast.</param>
    public Tensor CopyInPlace(Tensor source) => InPlace(s_copyInPlace, source);

    /// <summary>Overwrites all elements with 0.</summary>
    public Tensor ZeroInPlace() => InPlace(s_zeroInPlace);

    /// <summary>Overwrites all elements with a number.</summary>
    /// <param name="value">The number.</param>
    public Tensor FillInPlace(Scalar value) => InPlace(s_fillInPlace, value);

    /// <summary>Reverses axes.</summary>
    /// <param name="axes">The axes.</param>
    public Tensor Flip(IntList axes) => s_flip.Call(this, axes);

    /// <summary>Shifts elements along axes; what falls off comes in at the other end.</summary>
    /// <param name="shifts">One number for each axis.</param>
    /// <param name="axes">The axes.</param>
    public Tensor Roll(IntList shifts, IntList axes) => s_roll.Call(this, shifts, axes);

    /// <summary>The lower triangle of matrices, zero elsewhere.</summary>
    /// <param name="diagonal">Which diagonal is the last one kept.</param>
    public Tensor Tril(long diagonal = 0) => s_tril.Call(this, diagonal);

    /// <summary>The upper triangle of matrices, zero elsewhere.</summary>
    /// <param name="diagonal">Which diagonal is the first one kept.</param>
    public Tensor Triu(long diagonal = 0) => s_triu.Call(this, diagonal);

    /// <summary>The diagonal of a matrix, sharing its memory.</summary>
    /// <param name="offset">Which diagonal.</param>
    public Tensor Diagonal(long offset = 0) => s_diagonal.Call(this, offset);
}
