using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>The upper (by default) or lower triangle of the last two axes, zero elsewhere.</summary>
public sealed class TriluOperator() : Operator("Trilu")
{
    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        if (node.Input(0).KnownShape.Rank < 2)
        {
            throw Fault(node, "shape", $"{node.Input(0).KnownShape} is no matrix.");
        }

        _ = DiagonalOf(node);
        SetOutput(node, node.Input(0).Type, node.Input(0).KnownShape);
    }

    /// <summary>Whether the upper triangle stays.</summary>
    public static bool IsUpper(Node node) => node.Attributes.Int("upper", 1) != 0;

    /// <summary>The diagonal at which the triangle begins: 0 is the main one, positive ones lie above.</summary>
    /// <exception cref="InvalidGraphException">It is computed.</exception>
    public static long DiagonalOf(Node node) => node.ConstantInts(1) switch
    {
        null => 0,
        [var diagonal] => diagonal,
        _ => throw Fault(node, "k", "one diagonal was expected."),
    };

    /// <summary>Whether an element of a matrix stays.</summary>
    public static bool Keeps(Node node, long row, long column) => IsUpper(node)
        ? column - row >= DiagonalOf(node)
        : column - row <= DiagonalOf(node);

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node)
    {
        TensorData data = node.Input(0).Data!;
        int size = data.Type.SizeInBytes();
        byte[] bytes = data.Bytes.ToArray();
        (long rows, long columns) = (data.Dims[^2], data.Dims[^1]);
        for (long i = 0; i < data.Count; i++)
        {
            if (!Keeps(node, i / columns % rows, i % columns))
            {
                bytes.AsSpan((int)(i * size), size).Clear();
            }
        }

        return [new TensorData(data.Type, data.Dims, bytes)];
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        foreach (int axis in atoms.AxesOf(node.Input(0)))
        {
            int[] labels = atoms.Of(node.Input(0), axis)!;
            atoms.Set(node.Output, axis, labels);
            if (axis >= node.Input(0).KnownShape.Rank - 2)
            {
                atoms.Freeze(labels, $"Trilu '{node.Name}' cuts a triangle out of the channels");
            }
        }
    }
}
