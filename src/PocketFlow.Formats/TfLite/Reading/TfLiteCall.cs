using Google.Protobuf;
using Google.Protobuf.Collections;
using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Formats.TensorFlow.Operators;
using PocketFlow.Formats.TensorFlow.Wire;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>An operator as its reader sees it: settings, inputs as values, and a way to emit what it means.</summary>
internal sealed class TfLiteCall(
    TfLiteNode node, IReadOnlyList<Value?> inputs, TfLiteSubgraph source, GraphEmitter emitter, bool isBatchOpen)
{
    private static readonly TensorFlow.TensorReader s_noTensors = new("", 0);

    public TfLiteNode Node { get; } = node;

    public string Name { get; } = source.Tensors[node.Outputs[0]].Name is { Length: > 0 } name ? name : node.OperatorName;

    public IReadOnlyList<Value?> Inputs { get; } = inputs;

    public IReadOnlyList<Value> Given => [.. Inputs.OfType<Value>()];

    /// <summary>What the operator was replaced by where its neighbours state a dilation, or null.</summary>
    public DilatedWindow? Dilation { get; init; }

    public Value Input(int index) => InputOrNull(index)
        ?? throw new InvalidOperationException($"{Node.OperatorName} '{Name}' lacks its input {index}.");

    public Value? InputOrNull(int index) => index < Inputs.Count ? Inputs[index] : null;

    public Shape ShapeOf(int index) => Input(index).KnownShape;

    /// <summary>What the file says of an input.</summary>
    public TfLiteTensor TensorOf(int index) => source.Tensors[Node.Inputs[index]];

    /// <summary>What the file says of an output.</summary>
    public TfLiteTensor ResultOf(int index) => source.Tensors[Node.Outputs[index]];

    /// <summary>The elements of an input of integers that must be known.</summary>
    public long[] ConstantInts(int index) => ElementsOf(index) is { } elements && elements.All(e => e.IsKnown)
        ? [.. elements.Select(e => e.Size)]
        : throw Refuse($"whose input '{Input(index).Name}' is computed");

    /// <summary>The elements of an input of integers as far as they are known.</summary>
    public IReadOnlyList<Dim>? ElementsOf(int index) => Input(index).Data is { } data
        ? Array.ConvertAll(data.ToInt64s(), Dim.FromInt64)
        : Input(index).Elements;

    /// <summary>Whether an axis is the batch that the file fixed at one sample and that is open here.</summary>
    public bool IsBatch(Shape shape, int axis) => isBatchOpen && axis < shape.Rank && !shape[axis].IsKnown;

    public Value Emit(string opType, IReadOnlyList<Value?> operands, AttributeMap? attributes = null) =>
        EmitAll(opType, operands, 1, attributes)[0];

    public IReadOnlyList<Value> EmitAll(
        string opType, IReadOnlyList<Value?> operands, int outputs, AttributeMap? attributes = null) =>
        GraphEmitter.Knows(opType)
            ? emitter.EmitAll(opType, operands, outputs, attributes ?? [], Name)
            : throw Refuse($"which needs the operator {opType}");

    public Value Constant(TensorData data) => emitter.Constant(data, Name + "_constant");

    public Value Constant(float number) => Constant(TensorData.Scalar(number));

    public Value Vector(params ReadOnlySpan<long> numbers) => Constant(TensorData.Vector(numbers));

    public Value Reshape(Value value, params ReadOnlySpan<long> dims) => Emit("Reshape", [value, Vector(dims)]);

    // The names of operators that stay are left to them.
    public Value Transpose(Value value, params long[] permutation) => emitter.Emit(
        "Transpose", [value], new AttributeMap { { "perm", permutation } },
        (value.IsInitializer ? value.Name : Name) + "_moved");

    /// <summary>An image [N, H, W, C] as [N, C, H, W].</summary>
    public Value ToChannelsFirst(Value image) => image.KnownShape.Rank == 4
        ? Transpose(image, 0, 3, 1, 2)
        : throw Refuse($"of an image {image.KnownShape} that has not four axes");

    public Value ToChannelsLast(Value image) => Transpose(image, 0, 2, 3, 1);

    /// <summary>The bias at an input in reals, or null; without scales of its own it has those of the products.</summary>
    public Value? Bias(int index)
    {
        if (InputOrNull(index) is not { Data: { } data } bias || data.Type != ElementType.Int64)
        {
            return InputOrNull(index);
        }

        float[] scales = TensorOf(index).Quantization is { } own ? [.. own.Scales]
            : TensorOf(1).Quantization is { } weight && TensorOf(0).Quantization is { } image
            ? [.. weight.Scales.Select(s => s * image.Scales[0])]
            : [1];
        long[] integers = data.ToInt64s();
        float[] reals = new float[integers.Length];
        for (int i = 0; i < reals.Length; i++)
        {
            reals[i] = integers[i] * scales[i % scales.Length];
        }

        return emitter.Constant(TensorData.From<float>(reals, data.Dims), bias.Name);
    }

    /// <summary>The function that an operator applies to its own result, by the field that names it.</summary>
    public Value Activated(Value value, int field) => (FusedActivation)Node.Byte(field) switch
    {
        FusedActivation.None => value,
        FusedActivation.Relu => Emit("Relu", [value]),
        FusedActivation.ReluN1To1 => Clip(value, -1, 1),
        FusedActivation.Relu6 => Clip(value, 0, 6),
        FusedActivation.Tanh => Emit("Tanh", [value]),
        FusedActivation other => throw Refuse($"with the fused activation {other}"),
    };

    public Value Clip(Value value, float low, float high) =>
        Emit("Clip", [value, Constant(low), Constant(high)]);

    /// <summary>Reads the operator as TensorFlow's of the same meaning.</summary>
    public IReadOnlyList<Value> AsTensorFlow(
        string op, IReadOnlyList<Value> operands, params ReadOnlySpan<(string Name, object Value)> settings)
    {
        var attributes = new MapField<string, AttrValue>();
        foreach ((string setting, object value) in settings)
        {
            attributes[setting] = value switch
            {
                bool flag => new AttrValue { B = flag },
                float number => new AttrValue { F = number },
                string text => new AttrValue { S = ByteString.CopyFromUtf8(text) },
                int[] list => new AttrValue { List = new() { I = { list.Select(i => (long)i) } } },
                _ => new AttrValue { I = Convert.ToInt64(value, null) },
            };
        }

        var call = new FlowCall(new FlowNode(Name, op, attributes), operands, emitter, s_noTensors);
        return OperatorReaders.Get(op)(call);
    }

    /// <summary>The fault of an operator that has no counterpart; all of them are reported together.</summary>
    public UnsupportedOperatorException Refuse(string reason) =>
        new(TfLiteImport.Target, [$"{Node.OperatorName} '{Name}' {reason}"]);
}
