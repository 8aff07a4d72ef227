using PocketFlow.Formats.TensorFlow.Wire;

namespace PocketFlow.Formats.TensorFlow.Flow;

/// <summary>
/// Takes the branches that inference takes: Switch and Merge whose predicate is known, as that of
/// <c>is_training</c> is. A Boolean scalar that callers would have to provide counts as false.
/// </summary>
internal sealed class BranchFolding(FlowGraph graph)
{
    private readonly Dictionary<FlowRef, bool> _known = [];
    private readonly HashSet<FlowRef> _dead = [];
    private readonly HashSet<FlowNode> _deadNodes = [];

    public void Run()
    {
        List<FlowNode> nodes = graph.Nodes(withControls: true);
        if (!nodes.Exists(n => n.Op is "Switch" or "RefSwitch"))
        {
            return;
        }

        foreach (FlowNode node in nodes)
        {
            Visit(node);
        }

        graph.Settle(nodes);
    }

    private void Visit(FlowNode node)
    {
        if (node.Op is "Merge" or "RefMerge")
        {
            FlowRef[] alive = [.. node.Inputs.Where(i => !IsDead(i))];
            if (alive.Length == 1 && node.Inputs.Count > 1)
            {
                Pass(node, 0, alive[0]);
            }
        }
        else if (node.Inputs.Exists(IsDead) || node.Controls.Exists(_deadNodes.Contains))
        {
            _deadNodes.Add(node);
        }
        else if (node.Op is "Switch" or "RefSwitch" && node.Inputs.Count == 2)
        {
            if (Known(node.Inputs[1]) is { } taken)
            {
                Pass(node, taken ? 1 : 0, node.Inputs[0]);
                _dead.Add(new FlowRef(node, taken ? 0 : 1));
            }
        }
        else if (Evaluate(node) is { } value)
        {
            _known[new FlowRef(node, 0)] = value;
        }
    }

    private void Pass(FlowNode node, int index, FlowRef source)
    {
        graph.Replace(new FlowRef(node, index), source);
        if (Known(source) is { } value)
        {
            _known[new FlowRef(node, index)] = value;
        }
    }

    private bool IsDead(FlowRef source) => _dead.Contains(source) || _deadNodes.Contains(source.Node);

    private bool? Known(FlowRef source) => _known.TryGetValue(source, out bool value) ? value : null;

    private bool? Evaluate(FlowNode node) => (node.Op, node.Inputs.Count) switch
    {
        ("Const", _) => Constant(node),
        ("Placeholder", 0) => Phase.IsPhase(node) && !graph.Inputs.ContainsKey(new FlowRef(node, 0)) ? false : null,
        ("Identity" or "StopGradient" or "PlaceholderWithDefault", 1) => Known(node.Inputs[0]),
        ("LogicalNot", 1) => !Known(node.Inputs[0]),
        ("LogicalAnd", 2) => Known(node.Inputs[0]) & Known(node.Inputs[1]),
        ("LogicalOr", 2) => Known(node.Inputs[0]) | Known(node.Inputs[1]),
        _ => null,
    };

    private static bool? Constant(FlowNode node)
    {
        TensorProto? tensor = node.Attributes.GetValueOrDefault("value")?.Tensor;
        return tensor is not { Dtype: Phase.Boolean } || tensor.TensorShape?.Dim.Count > 0 ? null
            : tensor.BoolVal.Count > 0 ? tensor.BoolVal[0]
            : !tensor.TensorContent.IsEmpty && tensor.TensorContent[0] != 0;
    }
}
