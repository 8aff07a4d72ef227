namespace PocketFlow.Graphs.Decompositions;

/// <summary>Adds nodes before one that they will replace, written like arithmetic.</summary>
internal sealed class NodeExpression(Graph graph, Node node)
{
    /// <summary>The node that is replaced.</summary>
    public Node Node { get; } = node;

    /// <summary>The nodes that were added.</summary>
    public List<Node> Added { get; } = [];

    /// <summary>The first input.</summary>
    public Term X => Input(0);

    /// <summary>The shape of the first input.</summary>
    public Shape Shape => Node.Input(0).KnownShape;

    public Term Input(int index) => new(this, Node.Input(index));

    public float Float(string attribute, float fallback) => Node.Attributes.Float(attribute, fallback);

    /// <summary>The result of a new node.</summary>
    public Term Call(string opType, params ReadOnlySpan<Term> operands) => Call(opType, null, operands);

    /// <summary>The result of a new node with attributes.</summary>
    public Term Call(string opType, AttributeMap? attributes, params ReadOnlySpan<Term> operands)
    {
        var inputs = new Value?[operands.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = operands[i].Value;
        }

        Node added = graph.Add(opType, inputs, attributes, $"{Node.Name}/{opType}", Node);
        added.Operator.Infer(added);
        Added.Add(added);
        return new(this, added.Output);
    }

    /// <summary>A constant of one element.</summary>
    public Term Number(float number) => Constant(TensorData.Scalar(number));

    public Term Constant(TensorData data) => new(this, graph.AddInitializer($"{Node.Name}/constant", data));

    /// <summary>Some axes reduced, which stay with size 1.</summary>
    public Term Reduce(string opType, Term x, IEnumerable<int> axes, bool keepsAxes = true) => Call(
        opType,
        new AttributeMap { { "axes", axes.Select(a => (long)a).ToArray() }, { "keepdims", keepsAxes } }, x);

    public Term Reshape(Term x, params long[] dims) => x.Value.Data is { } data && !dims.Contains(-1)
        ? Constant(data.Reshape(dims))
        : Call("Reshape", x, Constant(TensorData.Vector(dims)));

    public Term Transpose(Term x, int[] permutation) =>
        permutation.SequenceEqual(Enumerable.Range(0, permutation.Length))
        ? x
        : Call("Transpose", new AttributeMap { { "perm", Array.ConvertAll(permutation, p => (long)p) } }, x);
}
