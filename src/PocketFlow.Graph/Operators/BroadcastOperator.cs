using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>
/// A function of elements that stand at the same place of operands, which are broadcast to one shape.
/// </summary>
public abstract class BroadcastOperator : Operator
{
    private protected BroadcastOperator(string opType)
        : base(opType)
    {
    }

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape joined = node.Input(0).KnownShape;
        for (int i = 1; i < node.Inputs.Count; i++)
        {
            joined = Broadcast.Join(node, joined, node.Input(i).KnownShape);
        }

        SetOutput(node, OutputType(node), joined);
        node.Output.Elements = node.Inputs.Count > 1 && joined.Rank <= 1 ? InferElements(node) : null;
    }

    /// <summary>The type of the result's elements; checks those of the operands.</summary>
    private protected abstract ElementType OutputType(Node node);

    /// <summary>What is known of the elements of the result, a vector or scalar of integers or truth values.</summary>
    private protected virtual Dim[]? InferElements(Node node) => null;

    /// <summary>The elements of an operand in the order of the result's.</summary>
    private protected static T[] Spread<T>(TensorData operand, long[] dims)
        where T : unmanaged
    {
        ReadOnlySpan<T> elements = operand.As<T>();
        long[] map = ElementMap.Strided(dims, Broadcast.Strides(operand.Dims, dims.Length));
        T[] spread = new T[map.Length];
        for (int i = 0; i < spread.Length; i++)
        {
            spread[i] = elements[(int)map[i]];
        }

        return spread;
    }

    /// <summary>The common type of operands that must share one.</summary>
    private protected static ElementType CommonType(Node node, IEnumerable<Value?> operands)
    {
        ElementType[] types = [.. operands.Select(o => o!.Type).Where(t => t != ElementType.Undefined).Distinct()];
        return types.Length <= 1
            ? types.FirstOrDefault()
            : throw Fault(node, "type", $"the operands are {string.Join(" and ", types)}, expected was one type.");
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        int rank = node.Output.KnownShape.Rank;
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++)
        {
            CoupleAxis(node, atoms, fromEnd);
        }
    }

    private static void CoupleAxis(Node node, ChannelAtoms atoms, int fromEnd)
    {
        int[]? labels = null;
        foreach (Value operand in node.Inputs.OfType<Value>())
        {
            int axis = operand.KnownShape.Rank - fromEnd;
            if (axis < 0 || atoms.Of(operand, axis) is not { } found)
            {
                continue;
            }

            if (operand.KnownShape[axis] != node.Output.KnownShape[-fromEnd])
            {
                atoms.Freeze(found, $"{node.OpType} '{node.Name}' stretches the channel");
            }
            else if (labels is null)
            {
                labels = found;
            }
            else
            {
                atoms.Join(labels, found);
            }
        }

        if (labels is not null)
        {
            LabelConstants(node, atoms, fromEnd, labels);
            atoms.Set(node.Output, node.Output.KnownShape.Rank - fromEnd, labels);
        }
    }

    /// <summary>
    /// Operands without labels: constants are cut along; anything else keeps the channels as they are.
    /// </summary>
    private static void LabelConstants(Node node, ChannelAtoms atoms, int fromEnd, int[] labels)
    {
        foreach (Value operand in node.Inputs.OfType<Value>())
        {
            int axis = operand.KnownShape.Rank - fromEnd;
            if (axis < 0 || operand.KnownShape[axis] == (Dim)1 || atoms.Of(operand, axis) is not null)
            {
                continue;
            }

            if (operand.IsInitializer)
            {
                atoms.Set(operand, axis, labels, SlotKind.Companion);
            }
            else
            {
                atoms.Freeze(labels, $"{node.OpType} '{node.Name}' combines the channels with a fixed axis");
            }
        }
    }
}
