using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>A weight that can be given bits.</summary>
public sealed record QuantizedWeight
{
    internal QuantizedWeight(Value weight, int axis, IReadOnlyList<Node> readers, bool isEdge)
    {
        (Value, Axis, Readers, IsEdge) = (weight, axis, readers, isEdge);
        Names = [.. readers.Select(r => r.Name)];
        Elements = weight.Data!.Count;
        Channels = weight.Data.Dims[axis];
        Biases = readers.SelectMany(r => r.Inputs.Where((v, i) => v?.Data is not null
            && r.Operator.RoleOf(i) == ParameterRole.Bias)).Distinct().Sum(v => v!.Data!.Count);
    }

    /// <summary>The node that reads the weight, as <c>inspect</c> prints it; the first of several.</summary>
    public string Layer => Names[0];

    /// <summary>All nodes that read the weight.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The number of elements.</summary>
    public long Elements { get; }

    /// <summary>Output channels: each has a scale.</summary>
    public long Channels { get; }

    /// <summary>Elements of the layer's bias; 0 where it has none.</summary>
    public long Biases { get; }

    /// <summary>Whether no layer with weights comes before it, or none after it.</summary>
    public bool IsEdge { get; }

    internal Value Value { get; }

    internal int Axis { get; }

    internal IReadOnlyList<Node> Readers { get; }
}
