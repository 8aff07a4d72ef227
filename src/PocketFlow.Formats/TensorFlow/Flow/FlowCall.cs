using System.Text.RegularExpressions;
using PocketFlow.Formats.TensorFlow.Wire;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Flow;

/// <summary>
/// A node as operator readers see it: its settings, its inputs as values, and a way to emit what it means.
/// </summary>
internal sealed partial class FlowCall(
    FlowNode node, IReadOnlyList<Value> inputs, GraphEmitter emitter, TensorReader tensors)
{
    public FlowNode Node { get; } = node;

    /// <summary>The node's name without the functions that it was found in, which have no names of their own.</summary>
    public string Name { get; } = AnonymousCall().Replace(node.Name, "");

    public IReadOnlyList<Value> Inputs { get; } = inputs;

    public Graph Graph => emitter.Graph;

    public Value Input(int index) => index < Inputs.Count
        ? Inputs[index]
        : throw new InvalidOperationException($"{Node} has {Inputs.Count} inputs, more than {index} were expected.");

    /// <summary>The shape of an input that must have one.</summary>
    public Shape ShapeOf(int index) => Input(index).KnownShape;

    public long Int(string name, long fallback) => Attribute(name) is { HasI: true } a ? a.I : fallback;

    public float Float(string name, float fallback) => Attribute(name) is { HasF: true } a ? a.F : fallback;

    public bool Flag(string name, bool fallback) => Attribute(name) is { HasB: true } a ? a.B : fallback;

    public string Text(string name, string fallback) =>
        Attribute(name) is { HasS: true } a ? a.S.ToStringUtf8() : fallback;

    public long[] Ints(string name) => [.. Attribute(name)?.List?.I ?? []];

    /// <summary>The element type that the graph computes in for an attribute's type.</summary>
    public ElementType Type(string name) => TensorFlowTypes.Read(Attribute(name)?.Type ?? 0) is var type
        && type != ElementType.Undefined
        ? type
        : throw Refuse($"of the element type {Attribute(name)?.Type}");

    /// <summary>The tensor of an attribute.</summary>
    public TensorData Tensor(string name) => Attribute(name)?.Tensor is { } tensor
        ? tensors.Read(tensor, Name)
        : throw Refuse($"without its tensor '{name}'");

    /// <summary>An input that must be constant.</summary>
    public TensorData Constant(int index) => Input(index).Data
        ?? throw Refuse($"whose input '{Input(index).Name}' is computed");

    /// <summary>The elements of an input of integers that must be known.</summary>
    public long[] ConstantInts(int index) => Elements(index) is { } elements && elements.All(e => e.IsKnown)
        ? [.. elements.Select(e => e.Size)]
        : throw Refuse($"whose input '{Input(index).Name}' is computed");

    /// <summary>The elements of an input of integers as far as they are known.</summary>
    public IReadOnlyList<Dim>? Elements(int index) => Input(index).Data is { } data
        ? Array.ConvertAll(data.ToInt64s(), Dim.FromInt64)
        : Input(index).Elements;

    /// <summary>A node under this one's name; one whose result is known becomes a constant.</summary>
    public Value Emit(string opType, IReadOnlyList<Value?> operands, AttributeMap? attributes = null) =>
        GraphEmitter.Knows(opType)
            ? emitter.Emit(opType, operands, attributes ?? [], Name)
            : throw Refuse($"which needs the operator {opType}");

    /// <summary>A node with several outputs.</summary>
    public IReadOnlyList<Value> EmitAll(
        string opType, IReadOnlyList<Value?> operands, int outputs, AttributeMap attributes) =>
        GraphEmitter.Knows(opType)
            ? emitter.EmitAll(opType, operands, outputs, attributes, Name)
            : throw Refuse($"which needs the operator {opType}");

    public Value Constant(TensorData data) => emitter.Constant(data, Name);

    public Value Constant(float number) => Constant(TensorData.Scalar(number));

    public Value Vector(params ReadOnlySpan<long> numbers) => Constant(TensorData.Vector(numbers));

    /// <summary>Axes in another order; a pair that undoes itself is left out.</summary>
    public Value Transpose(Value value, params long[] permutation) =>
        value.Producer is { OpType: "Transpose" } before && before.Attributes.Ints("perm") is { } first
            && first.Length == permutation.Length && permutation.Select(p => first[p]).Order().SequenceEqual(
                permutation.Select(p => first[p]))
            ? before.Input(0)
            : emitter.Transpose(value, permutation);

    public Value Reshape(Value value, params ReadOnlySpan<long> dims) =>
        emitter.Emit("Reshape", [value, Vector(dims)], [], value.Name);

    /// <summary>The fault of a node that has no counterpart; all of them are reported together.</summary>
    public UnsupportedOperatorException Refuse(string reason) =>
        new(GraphImport.Target, [$"{Node} {reason}"]);

    [GeneratedRegex("(Stateful)?PartitionedCall(_[0-9]+)?/")]
    private static partial Regex AnonymousCall();

    private AttrValue? Attribute(string name) => Node.Attributes.GetValueOrDefault(name);
}
