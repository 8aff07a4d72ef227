using System.Globalization;
using PocketFlow.Formats.TensorFlow.Wire;

namespace PocketFlow.Formats.TensorFlow.Flow;

/// <summary>Makes nodes of definitions: of a graph, or of a function's body with arguments in their places.</summary>
internal sealed class FlowBuilder(string path)
{
    /// <summary>Functions that call functions twice over could ask for any number of nodes.</summary>
    private const int MaximumNodes = 1 << 19;

    private const int MaximumOutputs = 1 << 16;

    private static readonly Dictionary<string, FlowRef> s_noArguments = [];

    private int _count;

    /// <summary>The nodes of a graph by name.</summary>
    public Dictionary<string, FlowNode> Build(IEnumerable<NodeDef> definitions) =>
        Build(definitions, "", s_noArguments, isFunction: false);

    /// <summary>The nodes of a function's body by their names there; their own names get a prefix.</summary>
    public Dictionary<string, FlowNode> Build(
        FunctionDef function, string prefix, Dictionary<string, FlowRef> arguments) =>
        Build(function.NodeDef, prefix, arguments, isFunction: true);

    /// <summary>
    /// What a reference stands for: <c>node</c> or <c>node:1</c> in a graph, <c>argument</c> or <c>node:name:1</c> in a
    /// function.
    /// </summary>
    public FlowRef Resolve(
        string text, Dictionary<string, FlowNode> nodes, Dictionary<string, FlowRef> arguments, bool isFunction)
    {
        string[] parts = text.Split(':');
        if (isFunction && arguments.TryGetValue(parts[0], out FlowRef argument))
        {
            return argument;
        }

        if (!nodes.TryGetValue(parts[0], out FlowNode? node))
        {
            throw new ModelFormatException(path, "input", $"'{text}' is read, but there is no such node.");
        }

        int index = 0;
        bool hasIndex = parts.Length > (isFunction ? 2 : 1);
        if (hasIndex && !(int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out index)
            && index < MaximumOutputs))
        {
            throw new ModelFormatException(path, "input", $"'{text}' names no output of a node.");
        }

        int first = isFunction && parts.Length > 1 ? OutputArguments.Offset(node.Op, parts[1]) : 0;
        return new FlowRef(node, first + index);
    }

    /// <summary>What a reference of a graph stands for.</summary>
    public FlowRef Resolve(string text, Dictionary<string, FlowNode> nodes) =>
        Resolve(text, nodes, s_noArguments, isFunction: false);

    private Dictionary<string, FlowNode> Build(
        IEnumerable<NodeDef> definitions, string prefix, Dictionary<string, FlowRef> arguments, bool isFunction)
    {
        var nodes = new Dictionary<string, FlowNode>(StringComparer.Ordinal);
        NodeDef[] all = [.. definitions];
        _count += all.Length;
        if (_count > MaximumNodes)
        {
            throw new ModelFormatException(path, "size", $"functions unfold to more than {MaximumNodes} nodes.");
        }

        foreach (NodeDef definition in all)
        {
            if (!nodes.TryAdd(
                definition.Name, new FlowNode(prefix + definition.Name, definition.Op, definition.Attr)))
            {
                throw new ModelFormatException(path, "unique-name", $"two nodes have the name '{definition.Name}'.");
            }
        }

        foreach (NodeDef definition in all)
        {
            Connect(nodes[definition.Name], definition, nodes, arguments, isFunction);
        }

        return nodes;
    }

    private void Connect(
        FlowNode node, NodeDef definition, Dictionary<string, FlowNode> nodes, Dictionary<string, FlowRef> arguments,
        bool isFunction)
    {
        foreach (string input in definition.Input)
        {
            if (!input.StartsWith('^'))
            {
                node.Inputs.Add(Resolve(input, nodes, arguments, isFunction));
            }
            else if (nodes.TryGetValue(input[1..], out FlowNode? control))
            {
                node.Controls.Add(control);
            }
        }
    }
}
