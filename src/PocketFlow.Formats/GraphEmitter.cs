using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats;

/// <summary>
/// Adds nodes to a graph with their types and shapes, and computes at once what is constant: readers of operators have
/// to know shapes that the file computes.
/// </summary>
internal sealed class GraphEmitter(Graph graph)
{
    /// <summary>Beyond this, a constant must come from constants of its size.</summary>
    private const long MaximumGrownCount = 1 << 16;

    private readonly List<(Value Value, string Name)> _derived = [];

    public Graph Graph { get; } = graph;

    public static bool Knows(string opType) => OperatorTable.Knows(opType);

    public Value Constant(TensorData data, string name) => Graph.AddInitializer(name, data);

    public Value Emit(string opType, IReadOnlyList<Value?> operands, AttributeMap attributes, string name) =>
        EmitAll(opType, operands, 1, attributes, name)[0];

    public Value Transpose(Value value, params long[] permutation) =>
        Emit("Transpose", [value], new AttributeMap { { "perm", permutation } }, value.Name);

    /// <summary>Gives constants that were made from others the names of those, where they are free by now.</summary>
    public void Tidy()
    {
        foreach ((Value value, string name) in _derived)
        {
            if (Graph.Find(value.Name) == value && Graph.Find(name) is null)
            {
                Graph.Rename(value, name);
            }
        }
    }

    public IReadOnlyList<Value> EmitAll(
        string opType, IReadOnlyList<Value?> operands, int outputs, AttributeMap attributes, string name)
    {
        Node node = Graph.Add(opType, operands, [.. Enumerable.Repeat(name, outputs)], attributes, name);
        node.Operator.Infer(node);
        if (Evaluate(node) is not { } results)
        {
            return node.Outputs;
        }

        Graph.Remove(node);
        Value[] constants = [.. results.Select(r => Constant(r, name))];
        _derived.AddRange(constants.Select(c => (c, name)));
        if (opType == "Transpose" && operands[0]!.Quantization is { } grid)
        {
            constants[0].Quantization = grid with
            {
                Axis = grid.Axis is { } axis ? Array.IndexOf(attributes.Ints("perm")!, (long)axis) : null,
            };
        }

        return constants;
    }

    private static TensorData[]? Evaluate(Node node)
    {
        if (node.Outputs.Any(o => o.Shape is null))
        {
            return null;
        }

        if (node.Inputs.All(i => i is null or { IsInitializer: true }))
        {
            long limit = Math.Max(node.Inputs.Sum(i => i?.Data?.Count ?? 0), MaximumGrownCount);
            return node.Outputs.All(o => !o.KnownShape.IsStatic || o.KnownShape.ElementCount <= limit)
                ? node.Operator.Evaluate(node)
                : null;
        }

        return node.Outputs.Count == 1 && node.Output.Elements is { } elements && elements.All(e => e.IsKnown)
            && node.Output.Type == ElementType.Int64 && node.Output.KnownShape.Rank <= 1
            ? [TensorData.From<long>([.. elements.Select(e => e.Size)], node.Output.KnownShape.ToArray())]
            : null;
    }
}
