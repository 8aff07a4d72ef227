namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_cat = new("aten::cat");
    private static readonly Operator s_stack = new("aten::stack");
    private static readonly Operator s_split = new("aten::split", "Tensor");
    private static readonly Operator s_splitSizes = new("aten::split_with_sizes");
    private static readonly Operator s_slice = new("aten::slice", "Tensor");
    private static readonly Operator s_narrow = new("aten::narrow");
    private static readonly Operator s_select = new("aten::select", "int");
    private static readonly Operator s_indexSelect = new("aten::index_select");
    private static readonly Operator s_gather = new("aten::gather");
    private static readonly Operator s_index = new("aten::index", "Tensor");
    private static readonly Operator s_indexPutInPlace = new("aten::index_put_");
    private static readonly Operator s_indexAddInPlace = new("aten::index_add_");
    private static readonly Operator s_indexCopyInPlace = new("aten::index_copy_");
    private static readonly Operator s_scatterInPlace = new("aten::scatter_", "src");
    private static readonly Operator s_indexPut = new("aten::index_put");
    private static readonly Operator s_scatter = new("aten::scatter", "src");
    private static readonly Operator s_scatterReduce = new("aten::scatter_reduce", "two");
    private static readonly Operator s_constantPad = new("aten::constant_pad_nd");
    private static readonly Operator s_oneHot = new("aten::one_hot");

    /// <summary>Joins tensors along an axis.</summary>
    /// <param name="tensors">Tensors that differ along this axis only.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    public static Tensor Cat(Tensor[] tensors, long axis = 0) => s_cat.Call(tensors, axis);

    /// <summary>Joins tensors along a new axis.</summary>
    /// <param name="tensors">Tensors of one shape.</param>
    /// <param name="axis">Where the new axis will be.</param>
    public static Tensor Stack(Tensor[] tensors, long axis = 0) => s_stack.Call(tensors, axis);

    /// <summary>Cuts into pieces of one length; the last may be shorter. Memory is shared.</summary>
    /// <param name="length">The length.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    public Tensor[] Split(long length, long axis = 0) => s_split.CallMany(this, length, axis)!;

    /// <summary>Cuts into pieces of given lengths. Memory is shared.</summary>
    /// <param name="lengths">The lengths.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    public Tensor[] Split(IntList lengths, long axis = 0) => s_splitSizes.CallMany(this, lengths, axis)!;

    /// <summary>A range of an axis; memory is shared.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="start">The first position, from the end if negative.</param>
    /// <param name="end">The position after the last; the end if left out.</param>
    /// <param name="step">Distance of positions.</param>
    public Tensor Slice(long axis, long start = 0, long? end = null, long step = 1) =>
        s_slice.Call(this, axis, start, end, step);

    /// <summary>A range of an axis; memory is shared.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="start">The first position.</param>
    /// <param name="length">How many positions.</param>
    public Tensor Narrow(long axis, long start, long length) => s_narrow.Call(this, axis, start, length);

    /// <summary>One position of an axis, which is dropped; memory is shared.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="index">The position.</param>
    public Tensor Select(long axis, long index) => s_select.Call(this, axis, index);

    /// <summary>Chosen positions of an axis, copied.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="indices">Positions, Int64 or Int32.</param>
    public Tensor IndexSelect(long axis, Tensor indices) => s_indexSelect.Call(this, axis, indices);

    /// <summary>For each position of the index, the element that it points to along an axis.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="indices">Positions, Int64.</param>
    public Tensor Gather(long axis, Tensor indices) => s_gather.Call(this, axis, indices);

    /// <summary>Elements picked by tensors of positions or truth values, one for each leading axis.</summary>
    /// <param name="indices">Null leaves an axis whole.</param>
    public Tensor Index(params Tensor?[] indices) => s_index.Call(this, indices);

    /// <summary>Overwrites elements picked by tensors of positions, in place.</summary>
    /// <param name="indices">One for each leading axis; null leaves it whole.</param>
    /// <param name="values">The new elements, broadcast.</param>
    /// <param name="accumulate">Whether they are added.</param>
    public Tensor IndexPutInPlace(Tensor?[] indices, Tensor values, bool accumulate = false) =>
        InPlace(s_indexPutInPlace, indices, values, accumulate);

    /// <summary>Adds slices at chosen positions of an axis, in place.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="indices">Positions.</param>
    /// <param name="source">A slice for each.</param>
    public Tensor IndexAddInPlace(long axis, Tensor indices, Tensor source) =>
        InPlace(s_indexAddInPlace, axis, indices, source);

    /// <summary>Overwrites slices at chosen positions of an axis, in place.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="indices">Positions.</param>
    /// <param name="source">A slice for each.</param>
    public Tensor IndexCopyInPlace(long axis, Tensor indices, Tensor source) =>
        InPlace(s_indexCopyInPlace, axis, indices, source);

    /// <summary>Overwrites the elements that the index points to along an axis, in place.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="indices">Positions, Int64.</param>
    /// <param name="source">The new elements.</param>
    public Tensor ScatterInPlace(long axis, Tensor indices, Tensor source) =>
        InPlace(s_scatterInPlace, axis, indices, source);

    /// <summary>A copy in which elements picked by tensors of positions are others.</summary>
    /// <param name="indices">One for each leading axis; null leaves it whole.</param>
    /// <param name="values">The new elements, broadcast.</param>
    /// <param name="accumulate">Whether they are added.</param>
    public Tensor IndexPut(Tensor?[] indices, Tensor values, bool accumulate = false) =>
        s_indexPut.Call(this, indices, values, accumulate);

    /// <summary>A copy in which the elements that the index points to along an axis are others.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="indices">Positions, Int64.</param>
    /// <param name="source">The new elements.</param>
    public Tensor Scatter(long axis, Tensor indices, Tensor source) => s_scatter.Call(this, axis, indices, source);

    /// <summary>A copy in which the elements that the index points to along an axis are combined with others.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="indices">Positions, Int64.</param>
    /// <param name="source">The other elements.</param>
    /// <param name="reduction">sum, prod, amax or amin.</param>
    public Tensor ScatterReduce(long axis, Tensor indices, Tensor source, string reduction) =>
        s_scatterReduce.Call(this, axis, indices, source, reduction, true);

    /// <summary>Adds a border of one value.</summary>
    /// <param name="border">Before and after, for the last axis first: [left, right, top, bottom].</param>
    /// <param name="value">The value.</param>
    public Tensor Pad(IntList border, Scalar value = default) => s_constantPad.Call(this, border, value);

    /// <summary>A truth vector for each class label.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <returns>Int64 [..., classes].</returns>
    public Tensor OneHot(long classes = -1) => s_oneHot.Call(this, classes);
}
