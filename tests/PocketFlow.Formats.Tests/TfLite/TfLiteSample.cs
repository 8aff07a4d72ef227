using System.Runtime.InteropServices;
using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Formats.TfLite;
using F = PocketFlow.Formats.TfLite.SchemaFields;

namespace PocketFlow.Formats.Tests.TfLite;

/// <summary>A TFLite file written tensor by tensor, with what this project's own writer never writes.</summary>
internal sealed class TfLiteSample
{
    private readonly List<FlatTable> _tensors = [];
    private readonly List<FlatTable> _operators = [];
    private readonly List<(BuiltinOperator Code, int Version)> _codes = [];
    private readonly List<ReadOnlyMemory<byte>> _buffers = [default];
    private readonly List<FlatTable> _metadata = [];
    private int[] _inputs = [];
    private int[] _outputs = [];

    /// <summary>A computed tensor of reals, or of 8-bit integers where it has a scale.</summary>
    public int Tensor(string name, params int[] dims) => Add(name, TfLiteTensorType.Float32, dims, 0, null, null);

    public int Quantized(string name, TfLiteTensorType type, float scale, long zeroPoint, params int[] dims) =>
        Add(name, type, dims, 0, Grid([scale], [zeroPoint]), null);

    public int Typed(string name, TfLiteTensorType type, params int[] dims) => Add(name, type, dims, 0, null, null);

    /// <summary>A state that starts as zeros.</summary>
    public int Variable(string name, params int[] dims)
    {
        int tensor = Tensor(name, dims);
        _tensors[tensor].Set(F.Tensor.IsVariable, true);
        return tensor;
    }

    public int Constant<T>(
        string name, TfLiteTensorType type, T[] elements, int[] dims, FlatTable? grid = null, FlatTable? sparsity = null)
        where T : unmanaged
    {
        _buffers.Add(MemoryMarshal.AsBytes(elements.AsSpan()).ToArray());
        return Add(name, type, dims, _buffers.Count - 1, grid, sparsity);
    }

    public int Reals(string name, int[] dims, int seed = 1)
    {
        var random = new Random(seed);
        float[] elements = new float[dims.Aggregate(1, (a, b) => a * b)];
        return Constant(
            name, TfLiteTensorType.Float32, Array.ConvertAll(elements, _ => 2 * random.NextSingle() - 1), dims);
    }

    public int Ints(params int[] elements) => Constant("ints", TfLiteTensorType.Int32, elements, [elements.Length]);

    public int Scalar(int element) => Constant("int", TfLiteTensorType.Int32, [element], []);

    public TfLiteSample Operator(
        BuiltinOperator code, int[] inputs, int[] outputs, OptionsType type = OptionsType.None, FlatTable? options = null,
        int version = 1)
    {
        if (!_codes.Contains((code, version)))
        {
            _codes.Add((code, version));
        }

        _operators.Add(new FlatTable()
            .Set(F.Operator.CodeIndex, _codes.IndexOf((code, version)))
            .Set(F.Operator.Inputs, FlatVector.Of<int>(inputs))
            .Set(F.Operator.Outputs, FlatVector.Of<int>(outputs))
            .SetByte(F.Operator.OptionsType, options is null ? 0 : (int)type)
            .Set(F.Operator.Options, options));
        return this;
    }

    public TfLiteSample Metadata(string name, byte[] content)
    {
        _buffers.Add(content);
        _metadata.Add(new FlatTable()
            .Set(F.Metadata.Name, FlatVector.Text(name)).Set(F.Metadata.Buffer, _buffers.Count - 1));
        return this;
    }

    public TfLiteSample Interface(int[] inputs, int[] outputs)
    {
        (_inputs, _outputs) = (inputs, outputs);
        return this;
    }

    public byte[] Build()
    {
        FlatTable graph = new FlatTable()
            .Set(F.Subgraph.Tensors, new FlatReferences(_tensors))
            .Set(F.Subgraph.Inputs, FlatVector.Of<int>(_inputs))
            .Set(F.Subgraph.Outputs, FlatVector.Of<int>(_outputs))
            .Set(F.Subgraph.Operators, new FlatReferences(_operators))
            .Set(F.Subgraph.Name, FlatVector.Text("sample"));
        FlatTable model = new FlatTable()
            .Set(F.Model.Version, F.SchemaVersion)
            .Set(F.Model.OperatorCodes, new FlatReferences(_codes.Select(CodeOf)))
            .Set(F.Model.Subgraphs, new FlatReferences([graph]))
            .Set(F.Model.Buffers, new FlatReferences(_buffers.Select(BufferOf)))
            .Set(F.Model.Metadata, _metadata.Count == 0 ? null : new FlatReferences(_metadata));
        using var stream = new MemoryStream();
        new FlatBufferWriter(model, F.Identifier).Write(stream);
        return stream.ToArray();
    }

    public static FlatTable Grid(float[] scales, long[] zeroPoints, int axis = 0) => new FlatTable()
        .Set(F.Quantization.Scale, FlatVector.Of<float>(scales))
        .Set(F.Quantization.ZeroPoint, FlatVector.Of<long>(zeroPoints))
        .Set(F.Quantization.Axis, axis);

    private int Add(
        string name, TfLiteTensorType type, int[] dims, int buffer, FlatTable? grid, FlatTable? sparsity)
    {
        _tensors.Add(new FlatTable()
            .Set(F.Tensor.Shape, FlatVector.Of<int>(dims))
            .SetByte(F.Tensor.Type, (int)type)
            .Set(F.Tensor.Buffer, buffer)
            .Set(F.Tensor.Name, FlatVector.Text(name))
            .Set(F.Tensor.Quantization, grid)
            .Set(F.Tensor.Sparsity, sparsity));
        return _tensors.Count - 1;
    }

    private static FlatTable CodeOf((BuiltinOperator Code, int Version) code) => new FlatTable()
        .SetByte(F.OperatorCode.ShortCode, Math.Min((int)code.Code, 127))
        .Set(F.OperatorCode.Version, code.Version, 1)
        .Set(F.OperatorCode.BuiltinCode, (int)code.Code);

    private static FlatTable BufferOf(ReadOnlyMemory<byte> bytes) =>
        new FlatTable().Set(F.Buffer.Data, bytes.IsEmpty ? null : FlatVector.OfBytes(bytes, 16));
}
