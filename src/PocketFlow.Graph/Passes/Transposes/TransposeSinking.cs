using PocketFlow.Graphs.Operators;

namespace PocketFlow.Graphs.Passes.Transposes;

/// <summary>What a value of the original graph is now: a source seen through permuted axes.</summary>
internal sealed record TransposedView(Value Source, Permutation Axes);

/// <summary>
/// One sweep through a graph that delays every Transpose as long as operators can compute on its source. A node is
/// rewritten in place, so that its output then holds the permuted elements; the views remember what later nodes meant.
/// </summary>
internal sealed class TransposeSinking
{
    private readonly Graph _graph;
    private readonly Dictionary<Value, TransposedView> _views = [];
    private readonly Dictionary<(Value Source, string Axes), Value> _arranged = [];
    private Node? _current;

    private TransposeSinking(Graph graph) => _graph = graph;

    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes)
        {
            node.Operator.Infer(node);
        }

        var sinking = new TransposeSinking(graph);
        foreach (Node node in graph.Nodes.ToArray())
        {
            sinking._current = node;
            sinking.Visit(node);
        }

        sinking._current = null;
        sinking.RestoreOutputs();
        RemoveDeadNodes.Sweep(graph);
    }

    public TransposedView ViewOf(Value value) =>
        _views.GetValueOrDefault(value) ?? new TransposedView(value, Permutation.Identity(value.KnownShape.Rank));

    /// <summary>The shape that a value had in the original graph.</summary>
    public Shape ShapeOf(Value value)
    {
        TransposedView view = ViewOf(value);
        return new Shape(view.Axes.Arrange(view.Source.KnownShape));
    }

    /// <summary>Says that an output of the current node now holds elements that a Transpose by these axes restores.</summary>
    public void Define(Value output, Permutation axes) => _views[output] = new TransposedView(output, axes);

    /// <summary>Says that another value takes the place of an output.</summary>
    public void Define(Value output, Value source, Permutation axes) =>
        _views[output] = new TransposedView(source, axes);

    /// <summary>
    /// The value from which a Transpose by <paramref name="axes"/> gives the original; more axes than it has are
    /// leading ones of size 1, as broadcasting adds them.
    /// </summary>
    public Value Read(Value value, Permutation axes)
    {
        TransposedView view = ViewOf(value);
        if (IsSingle(view.Source))
        {
            return view.Source;
        }

        Permutation order = view.Axes.Padded(axes.Rank).Then(axes.Inverse());
        if (order.IsIdentity && view.Source.KnownShape.Rank == axes.Rank)
        {
            return view.Source;
        }

        (Value, string) key = (view.Source, order.ToString());
        if (!_arranged.TryGetValue(key, out Value? arranged))
        {
            _arranged[key] = arranged = Arrange(view.Source, order);
        }

        return arranged;
    }

    /// <summary>The elements that <see cref="Read"/> would have to move for one sample.</summary>
    public long CostOfReading(Value value, Permutation axes)
    {
        TransposedView view = ViewOf(value);
        Permutation order = view.Axes.Padded(axes.Rank).Then(axes.Inverse());
        bool isFree = view.Source.IsInitializer || IsSingle(view.Source) || order.KeepsOrderOf(Padded(view.Source, order))
            || _arranged.ContainsKey((view.Source, order.ToString()));
        return isFree ? 0 : view.Source.KnownShape.ElementCount;
    }

    /// <summary>
    /// The order in which inputs meet with the least moved; of equals a permuted one, which later nodes may want too.
    /// </summary>
    public Permutation? CheapestOrder(IEnumerable<Value?> inputs, int rank)
    {
        Value[] values = [.. inputs.OfType<Value>()];
        return values.Where(v => !v.IsInitializer).Select(v => ViewOf(v).Axes).Where(a => a.Rank == rank)
            .OrderBy(a => values.Sum(v => CostOfReading(v, a))).ThenBy(a => a.IsIdentity).FirstOrDefault();
    }

    /// <summary>Makes a node read its first input through permuted axes and the others as they were.</summary>
    public void ReadFirst(Node node, Permutation axes)
    {
        node.SetInput(0, Read(node.Input(0), axes));
        ReadPlain(node, 1);
    }

    /// <summary>The value as the original graph had it.</summary>
    public Value ReadPlain(Value value) => Read(value, Permutation.Identity(ViewOf(value).Axes.Rank));

    /// <summary>A constant, for what a rewritten node is told.</summary>
    public Value Constant(string name, params ReadOnlySpan<long> elements) =>
        _graph.AddInitializer($"{_current!.Name}_{name}", TensorData.Vector(elements));

    /// <summary>A constant that stands for another one with permuted elements.</summary>
    public Value Constant(Value original, TensorData data, Quantization? grid)
    {
        Value constant = _graph.AddInitializer(original.Name + "_transposed", data);
        constant.Quantization = grid;
        return constant;
    }

    public bool IsOutput(Value value) => _graph.Outputs.Contains(value);

    /// <summary>The same elements under another shape, or null where a constant can't say that shape.</summary>
    public Value? Reshape(Value from, Shape shape)
    {
        if (ReshapeOperator.TargetOf(from.KnownShape, shape) is not { } target)
        {
            return null;
        }

        Value constant = _graph.AddInitializer($"{from.Name}_shape", TensorData.Vector(target));
        return Add("Reshape", [from, constant], [], from);
    }

    private void Visit(Node node)
    {
        if (node.OpType == "Transpose" && MovesOnly(node))
        {
            TransposedView view = ViewOf(node.Input(0));
            var axes = new Permutation(TransposeOperator.PermutationOf(node));
            Define(node.Output, view.Source, view.Axes.Then(axes));
            return;
        }

        bool isPermuted = node.Inputs.Any(i => i is not null && !ViewOf(i).Axes.IsIdentity);
        if (!isPermuted || TransposeRules.Find(node)?.TryApply(node, this) != true)
        {
            ReadPlain(node, 0);
        }

        // A node whose output another value replaces stays behind, unread.
        if (node.Outputs.All(o => ViewOf(o).Source == o))
        {
            node.Operator.Infer(node);
        }
    }

    private void ReadPlain(Node node, int first)
    {
        for (int i = first; i < node.Inputs.Count; i++)
        {
            node.SetInput(i, node.Inputs[i] is { } input ? ReadPlain(input) : null);
        }
    }

    // A Transpose whose output has a grid of its own also rounds.
    private static bool MovesOnly(Node node) =>
        node.Output.Quantization is not { } grid || grid.Equals(node.Input(0).Quantization);

    private static bool IsSingle(Value value) => value.KnownShape is { IsStatic: true, ElementCount: 1 };

    private static Dim[] Padded(Value value, Permutation order) =>
        [.. Enumerable.Repeat((Dim)1, order.Rank - value.KnownShape.Rank), .. value.KnownShape];

    private Value Arrange(Value source, Permutation order)
    {
        Dim[] dims = Padded(source, order);
        if (source.Data is { } data)
        {
            TensorData padded = data.Reshape(new Shape(dims).ToArray());
            return Constant(source, ElementMap.Permute(padded, order.ToArray()), GridOf(source, order));
        }

        if (order.KeepsOrderOf(dims) && Reshape(source, new Shape(order.Arrange(dims))) is { } reshaped)
        {
            return reshaped;
        }

        Value from = dims.Length == source.KnownShape.Rank ? source
            : Add("Unsqueeze", [source, Constant("axes", Leading(dims.Length - source.KnownShape.Rank))], [], source);
        long[] perm = Array.ConvertAll(order.ToArray(), a => (long)a);
        return Add("Transpose", [from], new AttributeMap { { "perm", perm } }, from);
    }

    private static long[] Leading(int count) => [.. Enumerable.Range(0, count).Select(i => (long)i)];

    private static Quantization? GridOf(Value source, Permutation order)
    {
        int added = order.Rank - source.KnownShape.Rank;
        return source.Quantization is { Axis: { } axis } grid
            ? grid with { Axis = order.Inverse()[axis + added] }
            : source.Quantization;
    }

    private Value Add(string opType, Value[] inputs, AttributeMap attributes, Value from)
    {
        Node node = _graph.Add(opType, inputs, attributes, $"{from.Name}_{opType.ToLowerInvariant()}", _current);
        node.Operator.Infer(node);
        node.Output.Quantization = from.Quantization;
        return node.Output;
    }

    private void RestoreOutputs()
    {
        foreach (Value output in _graph.Outputs.Distinct().ToArray())
        {
            Value restored = ReadPlain(output);
            if (restored == output)
            {
                continue;
            }

            // Each output keeps a value of its own, under its own name.
            bool isTaken = restored.Producer is null || _graph.Outputs.Contains(restored);
            _graph.ReplaceOutput(output, isTaken ? Add("Identity", [restored], [], restored) : restored);
        }
    }
}
