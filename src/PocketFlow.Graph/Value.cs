namespace PocketFlow.Graphs;

/// <summary>One use of a value: the node that reads it and the position among the node's inputs.</summary>
/// <param name="Node">The reader.</param>
/// <param name="Index">The position among the reader's inputs.</param>
public readonly record struct Use(Node Node, int Index);

/// <summary>A tensor that flows through a graph: a graph input, a node's output, or an initializer.</summary>
public sealed class Value
{
    private readonly List<Use> _uses = [];

    internal Value(string name, ElementType type, Shape? shape)
    {
        Name = name;
        Type = type;
        Shape = shape;
    }

    /// <summary>The name, unique in its graph.</summary>
    public string Name { get; internal set; }

    /// <summary>The type of the elements.</summary>
    public ElementType Type { get; set; }

    /// <summary>The shape, or null where it is not known.</summary>
    public Shape? Shape { get; set; }

    /// <summary>The shape of a value that must have one.</summary>
    /// <exception cref="InvalidGraphException">The shape is not known.</exception>
    public Shape KnownShape => Shape
        ?? throw new InvalidGraphException("shape", $"the shape of '{Name}' is not known.", Producer?.Name);

    /// <summary>The constant that an initializer holds; null for what is computed.</summary>
    public TensorData? Data { get; internal set; }

    /// <summary>
    /// The elements of a small integer tensor as far as they are known (a shape that is being computed), or null.
    /// </summary>
    public IReadOnlyList<Dim>? Elements { get; set; }

    /// <summary>How the value is rounded to integers when it ships, or null for float.</summary>
    public Quantization? Quantization { get; set; }

    /// <summary>The node that computes the value; null for graph inputs and initializers.</summary>
    public Node? Producer { get; internal set; }

    /// <summary>Every place where a node reads the value; graph outputs do not count.</summary>
    public IReadOnlyList<Use> Uses => _uses;

    /// <summary>Whether the value is a constant of the model.</summary>
    public bool IsInitializer => Data is not null;

    internal List<Use> MutableUses => _uses;

    /// <summary>Makes every reader of this value read another one instead.</summary>
    /// <remarks>Graph outputs are not readers; use <see cref="Graph.ReplaceAllUses"/> to include them.</remarks>
    public void ReplaceAllUsesWith(Value replacement)
    {
        foreach (Use use in _uses.ToArray())
        {
            use.Node.SetInput(use.Index, replacement);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Type}{Shape?.ToString() ?? "[?]"}";
}
