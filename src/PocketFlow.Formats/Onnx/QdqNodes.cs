using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>Adds constants, and the nodes that round and restore values, to a file's graph.</summary>
internal sealed class QdqNodes
{
    private readonly GraphProto _proto;
    private readonly HashSet<string> _valueNames;
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);
    private readonly HashSet<Value> _named = [];

    public QdqNodes(GraphProto proto, Graph graph)
    {
        _proto = proto;
        _valueNames = graph.Values.Select(v => v.Name).ToHashSet(StringComparer.Ordinal);
    }

    public string FreshName(string wanted)
    {
        string name = wanted;
        for (int i = 1; !_valueNames.Add(name); i++)
        {
            name = $"{wanted}_{i}";
        }

        return name;
    }

    /// <summary>Rounds an activation: <paramref name="from"/> is float, so is <paramref name="to"/>.</summary>
    public void AddPair(Value value, string from, string to, Quantization grid)
    {
        string scale = AddParameter($"{value.Name}_scale", TensorData.Scalar(grid.Scale[0]));
        string zero = AddParameter($"{value.Name}_zero_point", TensorData.Scalar((byte)grid.ZeroPoint[0]));
        string quantized = FreshName($"{value.Name}_quantized");
        AddNode("QuantizeLinear", [from, scale, zero], quantized);
        AddNode("DequantizeLinear", [quantized, scale, zero], to);
    }

    /// <summary>Adds a constant as it is and returns its name.</summary>
    public string AddConstant(Value constant)
    {
        string name = NameOf(constant);
        _proto.Initializer.Add(OnnxTensors.Write(name, constant.Data!));
        return name;
    }

    /// <summary>Adds a constant as integers of 8 bits and returns the name of the restored one.</summary>
    public string AddWeight(Value constant, Quantization grid)
    {
        TensorData integers = QuantizedTensor.Quantize(constant.Data!, grid);
        TensorData zeros = grid.Minimum < 0
            ? Shaped<sbyte>([.. grid.ZeroPoint.Select(z => (sbyte)z)], grid)
            : Shaped<byte>([.. grid.ZeroPoint.Select(z => (byte)z)], grid);
        return AddRestored(constant, integers, zeros, grid);
    }

    /// <summary>Adds a bias as integers of 32 bits and returns the name of the restored one.</summary>
    public string AddBias(Value bias, Quantization grid)
    {
        ReadOnlySpan<float> reals = bias.Data!.As<float>();
        int[] integers = new int[reals.Length];
        for (int i = 0; i < integers.Length; i++)
        {
            double step = grid.Scale[grid.IsPerTensor ? 0 : i];
            integers[i] = (int)Math.Clamp(Math.Round(reals[i] / step), int.MinValue, int.MaxValue);
        }

        TensorData zeros = Shaped<int>([.. grid.ZeroPoint], grid);
        return AddRestored(bias, TensorData.From<int>(integers, integers.Length), zeros, grid);
    }

    private string AddRestored(Value constant, TensorData integers, TensorData zeros, Quantization grid)
    {
        string name = NameOf(constant);
        string[] inputs =
        [
            AddTensor($"{name}_quantized", integers),
            AddParameter($"{name}_scale", Shaped<float>([.. grid.Scale], grid)),
            AddParameter($"{name}_zero_point", zeros),
        ];
        NodeProto node = AddNode("DequantizeLinear", inputs, name);
        if (grid.Axis is { } axis)
        {
            node.Attribute.Add(OnnxTensors.Write("axis", (long)axis));
        }

        return name;
    }

    private static TensorData Shaped<T>(T[] elements, Quantization grid)
        where T : unmanaged =>
        grid.IsPerTensor ? TensorData.Scalar(elements[0]) : TensorData.From<T>(elements, elements.Length);

    // The first writing of a constant keeps its name; a bias of two layers is written on two grids.
    private string NameOf(Value constant) => _named.Add(constant) ? constant.Name : FreshName(constant.Name);

    private string AddTensor(string wanted, TensorData data)
    {
        string name = FreshName(wanted);
        _proto.Initializer.Add(OnnxTensors.Write(name, data));
        return name;
    }

    // Scales and zero points repeat; each is stored once.
    private string AddParameter(string wanted, TensorData data)
    {
        string key = $"{data} {Convert.ToBase64String(data.Bytes.Span)}";
        if (!_parameters.TryGetValue(key, out string? name))
        {
            _parameters[key] = name = AddTensor(wanted, data);
        }

        return name;
    }

    // These nodes carry no names: in a small network they would be a tenth of the file.
    private NodeProto AddNode(string opType, string[] inputs, string output)
    {
        var node = new NodeProto { OpType = opType };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        _proto.Node.Add(node);
        return node;
    }
}
