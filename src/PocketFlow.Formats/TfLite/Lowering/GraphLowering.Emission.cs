using System.Runtime.InteropServices;
using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <content>Adding tensors, constants and operators.</content>
internal sealed partial class GraphLowering
{
    /// <summary>Equal constants up to this size share a tensor: shapes, axes and pads repeat often.</summary>
    private const int SharedConstantBytes = 256;

    private readonly Dictionary<string, int> _sharedConstants = new(StringComparer.Ordinal);

    /// <summary>A new tensor of reals that an operator computes.</summary>
    public Operand NewTensor(string name, long[] dims, Layout layout, Quantization? grid) =>
        NewTensor(name, dims, layout, grid, grid is null ? TfLiteTensorType.Float32 : TfLiteTensorType.Int8);

    /// <summary>A new tensor of any type that an operator computes.</summary>
    public Operand NewTensor(string name, long[] dims, Layout layout, Quantization? grid, TfLiteTensorType type)
    {
        _content.Tensors.Add(new TfLiteTensor(
            name, type, ToInt32(layout.Arrange(dims)), 0, grid is null ? null : Int8Grid.ToFile(grid, 0)));
        return new Operand(_content.Tensors.Count - 1, dims, layout, grid);
    }

    /// <summary>A constant of 32-bit integers: shapes, axes, pads.</summary>
    public int Int32s(string name, IEnumerable<long> elements, params int[] dims)
    {
        int[] numbers = ToInt32(elements);
        return Constant(name, dims.Length == 0 ? [numbers.Length] : dims, numbers, TfLiteTensorType.Int32, null);
    }

    /// <summary>A scalar of 32 bits: a size, a count.</summary>
    public int Int32(string name, long element) =>
        Constant<int>(name, [], [checked((int)element)], TfLiteTensorType.Int32, null);

    /// <summary>A constant of pads, a pair for every physical axis.</summary>
    public int Pads(long[] begin, long[] end) =>
        Int32s("pads", begin.Zip(end).SelectMany(p => new[] { p.First, p.Second }), begin.Length, 2);

    /// <summary>A constant in physical order; the type says what its elements are.</summary>
    public int Constant<T>(
        string name, int[] dims, T[] elements, TfLiteTensorType type, TfLiteQuantization? quantization)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(elements.AsSpan()).ToArray();
        if (bytes.Length > SharedConstantBytes || quantization is not null)
        {
            return AddConstant(name, dims, bytes, type, quantization);
        }

        string key = $"{type}[{string.Join(',', dims)}]{System.Convert.ToHexString(bytes)}";
        if (!_sharedConstants.TryGetValue(key, out int tensor))
        {
            _sharedConstants[key] = tensor = AddConstant(name, dims, bytes, type, null);
        }

        return tensor;
    }

    /// <summary>A constant of reals in logical order, as float32 or on a grid for the whole tensor.</summary>
    public Operand Reals(string name, float[] elements, long[] dims, Layout layout, Quantization? grid)
    {
        float[] arranged = ElementOrder.Permute<float>(elements, dims, layout.Order);
        int[] physical = ToInt32(layout.Arrange(dims));
        int tensor = grid is null
            ? Constant(name, physical, arranged, TfLiteTensorType.Float32, null)
            : Constant(
                name, physical, Array.ConvertAll(arranged, x => Int8Grid.Quantize(grid, x)), TfLiteTensorType.Int8,
                Int8Grid.ToFile(grid, 0));
        return new Operand(tensor, dims, layout, grid);
    }

    /// <summary>A layer's weight in reals, in physical order; stored in 16 bits where the options ask for it.</summary>
    public int RealWeight(string name, int[] dims, float[] elements)
    {
        if (!_options.HasFloat16Weights || elements.Any(e => Half.IsInfinity((Half)e)))
        {
            return Constant(name, dims, elements, TfLiteTensorType.Float32, null);
        }

        Half[] halves = Array.ConvertAll(elements, e => (Half)e);
        int stored = Constant(name + "/float16", dims, halves, TfLiteTensorType.Float16, null);
        Operand widened = NewTensor(name, [.. dims.Select(d => (long)d)], Layout.Logical(dims.Length), null);
        Emit(Op.DEQUANTIZE, [stored], widened);
        return widened.Tensor;
    }

    /// <summary>Adds an operator; its version follows from its tensors.</summary>
    public void Emit(
        Op code, IReadOnlyList<int> inputs, Operand output, OperatorOptions options = default,
        int minimumVersion = 1) => Emit(code, inputs, [output], options, minimumVersion);

    /// <summary>Adds an operator with any number of outputs; its version follows from its tensors.</summary>
    public void Emit(
        Op code, IReadOnlyList<int> inputs, IReadOnlyList<Operand> outputs, OperatorOptions options = default,
        int minimumVersion = 1)
    {
        int[] results = [.. outputs.Select(o => o.Tensor)];
        int version = OperatorVersions.Of(
            code, [.. inputs.Select(i => _content.Tensors[i])], [.. results.Select(r => _content.Tensors[r])]);
        _content.Operators.Add(new TfLiteOperator(
            code, Math.Max(version, minimumVersion), [.. inputs], results, options));
    }

    /// <summary>The type of an operand's elements in the file.</summary>
    public TfLiteTensorType TypeOf(Operand operand) => _content.Tensors[operand.Tensor].Type;

    /// <summary>The same elements in the same sequence under other dimensions.</summary>
    public Operand Reshape(Operand from, long[] dims, Layout layout, string name)
    {
        Operand to = NewTensor($"{name}/reshape", dims, layout, from.Grid, TypeOf(from));
        EmitReshape(from, to);
        return to;
    }

    public void EmitReshape(Operand from, Operand to)
    {
        int[] shape = ToInt32(to.PhysicalDims);
        FlatTable options = new FlatTable().Set(0, FlatVector.Of<int>(shape));
        // An empty constant counts as none, so that only the setting can state the shape of a scalar.
        int[] inputs = shape.Length == 0 ? [from.Tensor] : [from.Tensor, Int32s("shape", to.PhysicalDims)];
        Emit(Op.RESHAPE, inputs, to, new(OptionsType.Reshape, options));
    }

    /// <summary>Adds a border that holds one value; pads are given per physical axis.</summary>
    public Operand Pad(Operand from, long[] begin, long[] end, float element, string name)
    {
        long[] grown = [.. from.PhysicalDims.Select((d, i) => d + begin[i] + end[i])];
        long[] dims = [.. Enumerable.Range(0, grown.Length).Select(a => grown[from.Layout.PhysicalAxis(a)])];
        Operand to = NewTensor($"{name}/pad", dims, from.Layout, from.Grid);
        EmitPad(from, to, begin, end, element);
        return to;
    }

    public void EmitPad(Operand from, Operand to, long[] begin, long[] end, float element)
    {
        int pads = Pads(begin, end);
        if (element == 0)
        {
            Emit(Op.PAD, [from.Tensor, pads], to);
            return;
        }

        Operand fill = Reals("fill", [element], [], Layout.Logical(0), from.Grid);
        Emit(Op.PADV2, [from.Tensor, pads, fill.Tensor], to);
    }

    /// <summary>The same value in another layout: a transposition only where elements really move.</summary>
    public Operand Rearrange(Operand from, Layout layout, string name)
    {
        if (from.Layout.Equals(layout))
        {
            return from;
        }

        if (from.Layout.Merged is { } merged)
        {
            return Rearrange(Unmerge(from, merged, name), layout, name);
        }

        if (from.Layout.IsSameSequence(layout, from.Dims))
        {
            return Reshape(from, from.Dims, layout, name);
        }

        Operand to = NewTensor($"{name}/transpose", from.Dims, layout, from.Grid, TypeOf(from));
        int permutation = Int32s("permutation", layout.Order.Select(a => (long)from.Layout.PhysicalAxis(a)));
        Emit(Op.TRANSPOSE, [from.Tensor, permutation], to);
        return to;
    }

    /// <summary>The same value on another grid, in int8 or float32.</summary>
    public Operand Requantize(Operand from, Quantization? grid, string name)
    {
        Operand to = NewTensor($"{name}/{(grid is null ? "float" : "int8")}", from.Dims, from.Layout, grid);
        Emit(grid is null ? Op.DEQUANTIZE : Op.QUANTIZE, [from.Tensor], to);
        return to;
    }

    private Operand Unmerge(Operand from, MergedAxis merged, string name)
    {
        int axis = merged.Axis;
        long[] dims = [.. from.Dims.Take(axis), .. merged.Dims, .. from.Dims.Skip(axis + 1)];
        Layout split = Layout.Of([
            .. Enumerable.Range(0, axis), .. merged.Order.Select(a => a + axis),
            .. Enumerable.Range(axis + merged.Dims.Length, from.Dims.Length - axis - 1),
        ]);
        Operand parts = Rearrange(Reshape(from, dims, split, name), Layout.Logical(dims.Length), name);
        return Reshape(parts, from.Dims, Layout.Logical(from.Dims.Length), name);
    }

    /// <summary>A constant of the graph under other dimensions; integers and truth values keep their type.</summary>
    public Operand Constant(Value value, long[] dims, Layout layout, Quantization? grid)
    {
        TensorData data = value.Data!.Reshape(dims);
        return data.Type.IsFloat()
            ? Reals(value.Name, data.ToFloats(), dims, layout, grid)
            : Integers(value.Name, data, layout);
    }

    private Operand Constant(Value value, Layout layout, Quantization? grid) =>
        Constant(value, value.Data!.Dims.ToArray(), layout, grid);

    /// <summary>A constant of integers or truth values in logical order, in its own type.</summary>
    private Operand Integers(string name, TensorData data, Layout layout)
    {
        long[] dims = data.Dims.ToArray();
        TfLiteTensorType type = ElementTypeMap.ToFile(data.Type);
        int[] physical = ToInt32(layout.Arrange(dims));
        int tensor = data.Type.SizeInBytes() switch
        {
            1 => Constant(name, physical, Permute<byte>(), type, null),
            2 => Constant(name, physical, Permute<short>(), type, null),
            4 => Constant(name, physical, Permute<int>(), type, null),
            _ => Constant(name, physical, Permute<long>(), type, null),
        };
        return new Operand(tensor, dims, layout, null);

        T[] Permute<T>()
            where T : unmanaged =>
            ElementOrder.Permute(MemoryMarshal.Cast<byte, T>(data.Bytes.Span), dims, layout.Order);
    }

    private int AddConstant(
        string name, int[] dims, byte[] bytes, TfLiteTensorType type, TfLiteQuantization? quantization)
    {
        _content.Buffers.Add(bytes);
        _content.Tensors.Add(new TfLiteTensor(name, type, dims, _content.Buffers.Count - 1, quantization));
        return _content.Tensors.Count - 1;
    }

    private static int[] ToInt32(IEnumerable<long> numbers) => [.. numbers.Select(n => checked((int)n))];
}
