using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Broadcasts a tensor together with a shape.</summary>
public sealed class ExpandOperator() : Operator("Expand")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        IReadOnlyList<Dim> target = node.Input(1).KnownElements()
            ?? throw Fault(node, "constant", $"the shape '{node.Input(1).Name}' is not known.");
        if (target.Any(d => d is { IsKnown: true, Size: < 0 }))
        {
            throw Fault(node, "shape", $"[{string.Join(", ", target)}] has a negative dimension.");
        }

        SetOutput(node, node.Input(0).Type, Broadcast.Join(node, node.Input(0).KnownShape, new Shape([.. target])));
        bool isScalar = node.Input(0).KnownShape is { IsStatic: true, ElementCount: 1 };
        node.Output.Elements = isScalar && node.Output.KnownShape is { IsStatic: true, Rank: <= 1 } shape
            && ValueElements.IsSmall(shape) && node.Input(0).KnownElements() is [var element]
            ? [.. Enumerable.Repeat(element, (int)shape.ElementCount)]
            : null;
    }

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node)
    {
        if (!node.Output.KnownShape.IsStatic)
        {
            return null;
        }

        TensorData data = node.Input(0).Data!;
        long[] dims = node.Output.KnownShape.ToArray();
        return [ElementMap.Gather(data, dims, ElementMap.Strided(dims, Broadcast.Strides(data.Dims, dims.Length)))];
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        Value input = node.Input(0);
        int shift = node.Output.KnownShape.Rank - input.KnownShape.Rank;
        foreach (int axis in atoms.AxesOf(input))
        {
            int[] labels = atoms.Of(input, axis)!;
            if (input.KnownShape[axis] == node.Output.KnownShape[axis + shift])
            {
                atoms.Set(node.Output, axis + shift, labels);
            }
            else
            {
                atoms.Freeze(labels, $"Expand '{node.Name}' stretches the channel");
            }
        }
    }

    /// <inheritdoc/>
    internal override void Cut(Node original, Node twin, ChannelCut cut)
    {
        if (original.ConstantOrNull(1)?.ToInt64s() is not { } target)
        {
            return;
        }

        int shift = original.Output.KnownShape.Rank - target.Length;
        for (int i = 0; i < target.Length; i++)
        {
            if (target[i] > 1 && cut.Kept(original.Output, i + shift) is { } kept)
            {
                target[i] = kept.Length;
            }
        }

        cut.SetConstant(twin, 1, TensorData.Vector(target));
    }
}
