namespace PocketFlow.Graphs;

/// <summary>A directed acyclic graph of nodes over named values, kept in an order in which it can be executed.</summary>
public sealed class Graph
{
    private readonly List<Node> _nodes = [];
    private readonly List<Value> _inputs = [];
    private readonly List<Value> _outputs = [];
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _nodeNames = new(StringComparer.Ordinal);

    /// <summary>Creates an empty graph.</summary>
    public Graph(string name) => Name = name;

    /// <summary>The name.</summary>
    public string Name { get; set; }

    /// <summary>The nodes, each after the producers of its inputs.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>What the caller provides.</summary>
    public IReadOnlyList<Value> Inputs => _inputs;

    /// <summary>What the caller gets.</summary>
    public IReadOnlyList<Value> Outputs => _outputs;

    /// <summary>Every constant, in the order of first addition.</summary>
    public IEnumerable<Value> Initializers => _values.Values.Where(v => v.IsInitializer);

    /// <summary>Every value: inputs, constants and node outputs.</summary>
    public IReadOnlyCollection<Value> Values => _values.Values;

    /// <summary>Finds a value by name, or returns null.</summary>
    public Value? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>Adds a graph input.</summary>
    public Value AddInput(string name, ElementType type, Shape shape)
    {
        Value value = Register(new Value(name, type, shape));
        _inputs.Add(value);
        return value;
    }

    /// <summary>Adds a constant under a name, which is made unique where it is taken.</summary>
    public Value AddInitializer(string name, TensorData data) =>
        Register(new Value(FreshName(name), data.Type, data.Shape) { Data = data });

    /// <summary>Replaces the constant of an initializer, with its type and shape.</summary>
    public static void SetData(Value initializer, TensorData data)
    {
        if (!initializer.IsInitializer)
        {
            throw new InvalidGraphException("initializer", $"'{initializer.Name}' is computed and can't be set.");
        }

        initializer.Data = data;
        initializer.Type = data.Type;
        initializer.Shape = data.Shape;
        initializer.Elements = null;
    }

    /// <summary>Marks a value as a graph output.</summary>
    public void AddOutput(Value value) => _outputs.Add(value);

    /// <summary>Adds a node with one output at the end, or before another node.</summary>
    /// <remarks>The output's name is made unique where it is taken; its type and shape are inferred later.</remarks>
    public Node Add(
        string opType, IReadOnlyList<Value?> inputs, AttributeMap? attributes = null, string? output = null,
        Node? before = null) => Add(opType, inputs, [output ?? opType], attributes, output, before);

    /// <summary>Adds a node with any number of outputs at the end, or before another node.</summary>
    public Node Add(
        string opType, IReadOnlyList<Value?> inputs, IReadOnlyList<string> outputs, AttributeMap? attributes = null,
        string? name = null, Node? before = null)
    {
        var node = new Node(FreshNodeName(name ?? opType), opType, attributes ?? []);
        for (int i = 0; i < inputs.Count; i++)
        {
            node.SetInput(i, inputs[i]);
        }

        foreach (string output in outputs)
        {
            node.AddOutput(Register(new Value(FreshName(output), ElementType.Undefined, null)));
        }

        _nodes.Insert(before is null ? _nodes.Count : IndexOf(before), node);
        return node;
    }

    /// <summary>Makes every reader of a value, graph outputs included, read another one.</summary>
    /// <remarks>A graph output keeps its name: the replacement takes it over where it is computed by a node.</remarks>
    public void ReplaceAllUses(Value value, Value replacement)
    {
        value.ReplaceAllUsesWith(replacement);
        ReplaceOutput(value, replacement);
    }

    /// <summary>Makes the graph output another value; readers of the old one stay.</summary>
    internal void ReplaceOutput(Value value, Value replacement)
    {
        int index = _outputs.IndexOf(value);
        if (index < 0)
        {
            return;
        }

        _outputs[index] = replacement;
        if (replacement.Producer is not null && !_outputs.Take(index).Contains(replacement))
        {
            string name = value.Name;
            Rename(value, FreshName(name + "_replaced"));
            Rename(replacement, name);
        }
    }

    /// <summary>Gives a value another name.</summary>
    /// <exception cref="InvalidGraphException">The name is taken.</exception>
    public void Rename(Value value, string name)
    {
        if (value.Name == name)
        {
            return;
        }

        if (!_values.TryAdd(name, value))
        {
            throw new InvalidGraphException("unique-name", $"the name '{name}' is taken.");
        }

        _values.Remove(value.Name);
        value.Name = name;
    }

    /// <summary>Removes a node whose outputs nobody reads.</summary>
    /// <exception cref="InvalidGraphException">An output is still read or is a graph output.</exception>
    public void Remove(Node node)
    {
        foreach (Value output in node.Outputs)
        {
            if (output.Uses.Count > 0 || _outputs.Contains(output))
            {
                throw new InvalidGraphException("dangling", $"its output '{output.Name}' is still read.", node.Name);
            }
        }

        node.ClearInputs();
        _nodes.RemoveAt(IndexOf(node));
        _nodeNames.Remove(node.Name);
        foreach (Value output in node.Outputs)
        {
            _values.Remove(output.Name);
        }
    }

    /// <summary>Removes initializers that no node reads and that are no graph output; returns how many.</summary>
    public int RemoveUnusedInitializers()
    {
        Value[] unused = [.. Initializers.Where(v => v.Uses.Count == 0 && !_outputs.Contains(v))];
        foreach (Value value in unused)
        {
            _values.Remove(value.Name);
        }

        return unused.Length;
    }

    /// <summary>A value name that is not taken: the wanted one, or that with a number behind.</summary>
    public string FreshName(string wanted) => Fresh(wanted, _values.ContainsKey);

    /// <summary>Puts the nodes in an order in which each follows the producers of its inputs; stable.</summary>
    /// <exception cref="InvalidGraphException">The graph has a cycle.</exception>
    public void Sort()
    {
        var sorted = GraphOrder.Sort(_nodes);
        _nodes.Clear();
        _nodes.AddRange(sorted);
    }

    /// <summary>A copy that shares nothing but the immutable constants.</summary>
    public Graph Clone() => GraphCopy.Copy(this);

    /// <inheritdoc/>
    public override string ToString() => GraphDump.Write(this);

    private Value Register(Value value) => _values.TryAdd(value.Name, value)
        ? value
        : throw new InvalidGraphException("unique-name", $"the value name '{value.Name}' is used twice.");

    private string FreshNodeName(string wanted)
    {
        string name = Fresh(wanted, _nodeNames.Contains);
        _nodeNames.Add(name);
        return name;
    }

    private static string Fresh(string wanted, Predicate<string> isTaken)
    {
        string name = wanted;
        for (int i = 1; isTaken(name); i++)
        {
            name = $"{wanted}_{i}";
        }

        return name;
    }

    private int IndexOf(Node node)
    {
        int index = _nodes.IndexOf(node);
        return index >= 0 ? index : throw new InvalidGraphException("member", "it is not in this graph.", node.Name);
    }
}
