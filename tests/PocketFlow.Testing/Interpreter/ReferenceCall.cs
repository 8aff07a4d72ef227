using PocketFlow.Graphs;

namespace PocketFlow.Testing.Interpreter;

/// <summary>A node together with the values computed so far.</summary>
internal readonly struct ReferenceCall(Node node, IReadOnlyDictionary<Value, ReferenceTensor> values)
{
    public Node Node { get; } = node;

    public int Count => Node.Inputs.Count;

    public ReferenceTensor this[int input] => values[Node.Inputs[input]!];

    public bool Has(int input) => input < Node.Inputs.Count && Node.Inputs[input] is not null;

    /// <summary>The single element of an optional input.</summary>
    public float Scalar(int input, float fallback) => Has(input) ? this[input].Elements[0] : fallback;

    public long Int(string name, long fallback) => Node.Attributes.Int(name, fallback);

    public float Float(string name, float fallback) => Node.Attributes.Float(name, fallback);

    /// <summary>A list of integers that newer operator sets take as an input and older ones as an attribute.</summary>
    public long[]? Ints(int input, string attribute)
    {
        if (!Has(input))
        {
            return Node.Attributes.Ints(attribute);
        }

        // Bounds near the ends of the 64-bit range don't survive as floats.
        return Node.Inputs[input]!.Data?.ToInt64s() ?? Array.ConvertAll(this[input].Elements, e => (long)e);
    }
}
