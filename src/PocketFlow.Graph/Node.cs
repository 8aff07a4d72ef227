namespace PocketFlow.Graphs;

/// <summary>One application of an operator.</summary>
public sealed class Node
{
    private readonly List<Value?> _inputs = [];
    private readonly List<Value> _outputs = [];

    internal Node(string name, string opType, AttributeMap attributes)
    {
        Name = name;
        OpType = opType;
        Attributes = attributes;
    }

    /// <summary>The name, unique in its graph.</summary>
    public string Name { get; internal set; }

    /// <summary>The operator's ONNX name, for example <c>Conv</c>.</summary>
    public string OpType { get; }

    /// <summary>The operator's settings.</summary>
    public AttributeMap Attributes { get; }

    /// <summary>What the node reads; an optional input that is left out is null.</summary>
    public IReadOnlyList<Value?> Inputs => _inputs;

    /// <summary>What the node computes.</summary>
    public IReadOnlyList<Value> Outputs => _outputs;

    /// <summary>The only output of a node that has one.</summary>
    public Value Output => _outputs[0];

    /// <summary>The description of the operator.</summary>
    /// <exception cref="UnsupportedOperatorException">The operator is not known.</exception>
    public Operators.Operator Operator => Operators.OperatorTable.Get(this);

    /// <summary>The input at a position, or null where it is left out.</summary>
    public Value? InputOrNull(int index) => index < _inputs.Count ? _inputs[index] : null;

    /// <summary>The input at a position.</summary>
    /// <exception cref="InvalidGraphException">The input is left out.</exception>
    public Value Input(int index) => InputOrNull(index)
        ?? throw new InvalidGraphException("inputs", $"{OpType} lacks its input {index}.", Name);

    /// <summary>The constant at an input position, or null where it is left out or computed.</summary>
    public TensorData? ConstantOrNull(int index) => InputOrNull(index)?.Data;

    /// <summary>Replaces an input, extending the list with left-out inputs where needed.</summary>
    public void SetInput(int index, Value? value)
    {
        while (_inputs.Count <= index)
        {
            _inputs.Add(null);
        }

        _inputs[index]?.MutableUses.Remove(new Use(this, index));
        _inputs[index] = value;
        value?.MutableUses.Add(new Use(this, index));
        while (_inputs.Count > 0 && _inputs[^1] is null)
        {
            _inputs.RemoveAt(_inputs.Count - 1);
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{string.Join(", ", _outputs.Select(o => o.Name))} = "
        + $"{OpType}({string.Join(", ", _inputs.Select(i => i?.Name ?? "_"))}){Attributes}";

    internal void AddOutput(Value value)
    {
        value.Producer = this;
        _outputs.Add(value);
    }

    internal void ClearInputs()
    {
        for (int i = _inputs.Count - 1; i >= 0; i--)
        {
            SetInput(i, null);
        }
    }
}
