using PocketFlow.Formats.TensorFlow.Wire;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Flow;

/// <summary>
/// A graph as it is being prepared: what callers provide, what they get, and replacements of outputs.
/// </summary>
internal sealed class FlowGraph(string path)
{
    private readonly Dictionary<FlowRef, FlowRef> _replaced = [];
    private readonly Dictionary<FlowRef, string> _inputs = [];
    private readonly HashSet<FlowRef> _feeds = [];
    private readonly Dictionary<FlowRef, (ElementType Type, Shape? Shape)> _types = [];

    public string Path { get; } = path;

    /// <summary>What callers provide, with its name; nodes that compute it are not needed.</summary>
    public IReadOnlyDictionary<FlowRef, string> Inputs => _inputs;

    /// <summary>What callers get, by name.</summary>
    public List<(string Name, FlowRef Source)> Outputs { get; } = [];

    /// <summary>Adds an input; without type and shape of its own it has those of its placeholder.</summary>
    public void AddInput(FlowRef source, string name, ElementType type = ElementType.Undefined, Shape? shape = null)
    {
        _inputs.TryAdd(source, name);
        _types[source] = (type, shape);
        _feeds.Add(source);
    }

    /// <summary>The type of an input's elements.</summary>
    public ElementType TypeOf(FlowRef input) => _types[input].Type is var type and not ElementType.Undefined
        ? type
        : TensorFlowTypes.Read(Attribute(input, "dtype")?.Type ?? 0);

    /// <summary>The shape of an input, or null where nothing tells it.</summary>
    public Shape? ShapeOf(FlowRef input) => _types[input].Shape
        ?? TensorFlowTypes.Read(Attribute(input, "shape")?.Shape)
        ?? TensorFlowTypes.Read(Attribute(input, "_output_shapes")?.List?.Shape.ElementAtOrDefault(input.Index));

    /// <summary>The nodes that the outputs depend on, in an order in which they can be computed.</summary>
    public List<FlowNode> Nodes(bool withControls = false) =>
        FlowOrder.Sort(Outputs.Select(o => o.Source), _feeds, Path, withControls);

    /// <summary>Makes every reader of an output read another one, from the next <see cref="Settle"/> on.</summary>
    public void Replace(FlowRef output, FlowRef replacement) => _replaced[output] = replacement;

    /// <summary>Carries out the replacements in nodes and outputs.</summary>
    public void Settle(IEnumerable<FlowNode> nodes)
    {
        foreach (FlowNode node in nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                node.Inputs[i] = Final(node.Inputs[i]);
            }
        }

        for (int i = 0; i < Outputs.Count; i++)
        {
            Outputs[i] = (Outputs[i].Name, Final(Outputs[i].Source));
        }
    }

    /// <summary>What stands in the place of an output now.</summary>
    public FlowRef Final(FlowRef output)
    {
        int steps = 0;
        while (!_feeds.Contains(output) && _replaced.TryGetValue(output, out FlowRef next))
        {
            output = ++steps <= _replaced.Count
                ? next
                : throw new ModelFormatException(Path, "cycle", $"{output.Node} stands for itself.");
        }

        return output;
    }

    private static AttrValue? Attribute(FlowRef input, string name) => input.Node.Attributes.GetValueOrDefault(name);
}
