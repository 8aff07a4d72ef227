using PocketFlow.Graphs;

namespace PocketFlow.Training.Execution;

/// <summary>One node of a plan with the slots of its inputs and outputs, and the slots that are dead after it.</summary>
internal sealed record ExecutionStep(Node Node, int[] Inputs, int[] Outputs, int[] Dead, bool CanOverwriteInput);

/// <summary>
/// The nodes that some values depend on, in order, with the place of every value in a flat array and the moment after
/// which it can be freed, so that memory is given back as early as PyTorch's reference counts would.
/// </summary>
internal sealed class ExecutionPlan
{
    private readonly Dictionary<Value, int> _slots = [];

    public ExecutionPlan(Graph graph, IReadOnlyList<Value> wanted, Predicate<Value> isKept)
    {
        Value[] inputs = [.. graph.Inputs.Where(i => !i.IsInitializer)];
        Inputs = Array.ConvertAll(inputs, SlotOf);
        Node[] nodes = Ancestors(graph, wanted);
        Dictionary<Value, int> lastUse = LastUses(nodes);
        var steps = new List<ExecutionStep>(nodes.Length);
        for (int i = 0; i < nodes.Length; i++)
        {
            steps.Add(StepOf(nodes[i], i, lastUse, v => isKept(v) || wanted.Contains(v)));
        }

        Steps = steps;
        Wanted = [.. wanted.Select(SlotOf)];
        SlotCount = _slots.Count;
    }

    /// <summary>The slots of the graph's inputs, in order.</summary>
    public int[] Inputs { get; }

    /// <summary>The slots of the wanted values, in order.</summary>
    public int[] Wanted { get; }

    /// <summary>The number of slots.</summary>
    public int SlotCount { get; }

    /// <summary>What to execute.</summary>
    public IReadOnlyList<ExecutionStep> Steps { get; }

    /// <summary>The slot of a value; null when the plan doesn't touch it.</summary>
    public int? SlotOrNull(Value value) => _slots.TryGetValue(value, out int slot) ? slot : null;

    private static Node[] Ancestors(Graph graph, IReadOnlyList<Value> wanted)
    {
        var needed = new HashSet<Node>();
        var open = new Stack<Value>(wanted);
        while (open.TryPop(out Value? value))
        {
            if (value.Producer is { } producer && needed.Add(producer))
            {
                foreach (Value input in producer.Inputs.OfType<Value>())
                {
                    open.Push(input);
                }
            }
        }

        return [.. graph.Nodes.Where(needed.Contains)];
    }

    private static Dictionary<Value, int> LastUses(Node[] nodes)
    {
        var last = new Dictionary<Value, int>();
        for (int i = 0; i < nodes.Length; i++)
        {
            foreach (Value input in nodes[i].Inputs.OfType<Value>())
            {
                last[input] = i;
            }
        }

        return last;
    }

    private ExecutionStep StepOf(Node node, int index, Dictionary<Value, int> lastUse, Predicate<Value> isKept)
    {
        Value[] dying = [.. node.Inputs.OfType<Value>().Distinct()
            .Where(v => v.Producer is not null && lastUse[v] == index && !isKept(v))];
        IEnumerable<Value> unread = node.Outputs.Where(v => !lastUse.ContainsKey(v) && !isKept(v));
        // With another reader, that one's result may be a view of the same memory.
        bool canOverwrite = node.InputOrNull(0) is { Quantization: null, Producer: { } producer, Uses.Count: 1 } first
            && dying.Contains(first) && Overwritable.Contains(producer.OpType);
        return new ExecutionStep(
            node, [.. node.Inputs.Select(v => v is null ? -1 : SlotOf(v))], [.. node.Outputs.Select(SlotOf)],
            [.. dying.Concat(unread).Select(SlotOf)], canOverwrite);
    }

    /// <summary>Operators whose backward pass doesn't read their output.</summary>
    private static HashSet<string> Overwritable { get; } = ["Conv", "ConvTranspose", "BatchNormalization", "Add", "Gemm"];

    private int SlotOf(Value value)
    {
        if (!_slots.TryGetValue(value, out int slot))
        {
            _slots[value] = slot = _slots.Count;
        }

        return slot;
    }
}
