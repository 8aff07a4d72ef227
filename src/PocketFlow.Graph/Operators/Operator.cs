using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>
/// Everything that the graph knows of one operator: types and shapes of its outputs, cost, meaning of its constants,
/// and how to compute it on constants. Execution and writers are tables of their own, keyed by the operator's name.
/// </summary>
public abstract class Operator
{
    /// <summary>Creates the description of the operator with an ONNX name.</summary>
    protected Operator(string opType) => OpType = opType;

    /// <summary>The ONNX name.</summary>
    public string OpType { get; }

    /// <summary>How integers flow through the operator.</summary>
    public virtual QuantizationRule QuantizationRule => QuantizationRule.OwnRange;

    /// <summary>Whether gradients flow from the first output to an input.</summary>
    public virtual bool IsDifferentiable => QuantizationRule != QuantizationRule.NotQuantized;

    /// <summary>Sets type, shape and known elements of every output of a node from those of its inputs.</summary>
    /// <exception cref="InvalidGraphException">Inputs or attributes break a rule of the operator.</exception>
    public abstract void Infer(Node node);

    /// <summary>Multiply-accumulates for one sample; only products with weights or between activations count.</summary>
    public virtual long Macs(Node node) => 0;

    /// <summary>What the constant at an input position means.</summary>
    public virtual ParameterRole RoleOf(int input) => ParameterRole.None;

    /// <summary>The axis of a weight that counts output channels.</summary>
    public virtual int OutputChannelAxis(Node node) => 0;

    /// <summary>Computes the outputs of a node whose inputs are all constant, or returns null where it can't.</summary>
    public virtual TensorData[]? Evaluate(Node node) => null;

    /// <summary>
    /// States which positions along the axes of a node's values and constants must be cut together. The inputs are labelled
    /// already; the outputs get their labels here. By default nothing that the node touches can be cut.
    /// </summary>
    internal virtual void Couple(Node node, ChannelAtoms atoms)
    {
        foreach (Value input in node.Inputs.OfType<Value>())
        {
            atoms.Freeze(input, $"{OpType} '{node.Name}' has no rule for cutting channels");
        }
    }

    /// <summary>Adapts the settings of a node's twin when positions of its values go; weights are cut elsewhere.</summary>
    internal virtual void Cut(Node original, Node twin, ChannelCut cut)
    {
    }

    /// <summary>Sets type and shape of a node's first output.</summary>
    protected static void SetOutput(Node node, ElementType type, Shape? shape)
    {
        node.Output.Type = type;
        node.Output.Shape = shape;
    }

    /// <summary>A fault of a node: the rule it breaks and what was found.</summary>
    protected static InvalidGraphException Fault(Node node, string rule, string message) =>
        new(rule, $"{node.OpType}: {message}", node.Name);
}
