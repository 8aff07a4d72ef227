using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Adds elements around the input; negative pads cut. Pads come as a constant input [2 · rank].</summary>
public sealed class PadOperator() : Operator("Pad")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        (long[] begin, long[] end) = PadsOf(node);
        if (ModeOf(node) is not ("constant" or "reflect" or "edge" or "wrap"))
        {
            throw Fault(node, "mode", $"'{ModeOf(node)}' is none of constant, reflect, edge and wrap.");
        }

        Dim[] dims = [.. input];
        for (int i = 0; i < dims.Length; i++)
        {
            dims[i] = begin[i] + end[i] == 0 ? dims[i]
                : dims[i].IsKnown ? dims[i].Size + begin[i] + end[i] : Dim.Unknown;
            if (dims[i] is { IsKnown: true, Size: < 0 })
            {
                throw Fault(node, "pads", $"more is cut from axis {i} of {input} than it has.");
            }
        }

        SetOutput(node, node.Input(0).Type, new Shape(dims));
    }

    /// <summary>What is added before and behind every axis.</summary>
    /// <exception cref="InvalidGraphException">The pads are computed or have the wrong count.</exception>
    public static (long[] Begin, long[] End) PadsOf(Node node)
    {
        int rank = node.Input(0).KnownShape.Rank;
        long[] pads = node.ConstantInts(1) ?? node.Attributes.Ints("pads") ?? [];
        if (node.ConstantInts(3) is { } axes && pads.Length == 2 * axes.Length)
        {
            pads = Spread(node, pads, axes);
        }

        return pads.Length == 2 * rank
            ? (pads[..rank], pads[rank..])
            : throw Fault(node, "pads", $"{pads.Length} pads for {rank} axes, expected were {2 * rank}.");
    }

    // Since opset 18 an input may name the axes that the pads are for.
    private static long[] Spread(Node node, long[] pads, long[] axes)
    {
        Shape input = node.Input(0).KnownShape;
        long[] all = new long[2 * input.Rank];
        for (int i = 0; i < axes.Length; i++)
        {
            all[input.Axis(axes[i])] = pads[i];
            all[input.Rank + input.Axis(axes[i])] = pads[axes.Length + i];
        }

        return all;
    }

    /// <summary>How the new elements are made: <c>constant</c>, <c>reflect</c>, <c>edge</c> or <c>wrap</c>.</summary>
    public static string ModeOf(Node node) => node.Attributes.Text("mode", "constant");

    /// <summary>
    /// For each position of an axis after padding by a mode other than constant, the position that it copies.
    /// </summary>
    /// <exception cref="InvalidGraphException">The axis is empty.</exception>
    public static long[] CopiedPositions(Node node, int axis, long size)
    {
        (long[] begin, long[] end) = PadsOf(node);
        if (size == 0)
        {
            throw Fault(node, "pads", $"axis {axis} is empty, so that there is nothing to copy.");
        }

        long[] positions = new long[size + begin[axis] + end[axis]];
        for (long i = 0; i < positions.Length; i++)
        {
            positions[i] = Source(ModeOf(node), i - begin[axis], size);
        }

        return positions;
    }

    private static long Source(string mode, long position, long size)
    {
        if (mode == "edge")
        {
            return Math.Clamp(position, 0, size - 1);
        }

        // A mirror at both ends repeats after twice the size, less the ends, which aren't doubled.
        long period = mode == "reflect" ? Math.Max(1, 2 * (size - 1)) : size;
        long rest = (position % period + period) % period;
        return rest < size ? rest : period - rest;
    }

    /// <summary>The constant that new elements hold; 0 unless given.</summary>
    public static float ConstantOf(Node node) => node.ConstantOrNull(2)?.ToFloats()[0] ?? 0;

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        (long[] begin, long[] end) = PadsOf(node);
        foreach (int axis in atoms.AxesOf(node.Input(0)))
        {
            int[] labels = atoms.Of(node.Input(0), axis)!;
            if (begin[axis] < 0 || end[axis] < 0 || (begin[axis] + end[axis] > 0 && ModeOf(node) != "constant"))
            {
                atoms.Freeze(labels, $"Pad '{node.Name}' cuts or mirrors the channels");
            }

            // Added positions hold a constant; they go only with what they are added to later.
            atoms.Set(
                node.Output, axis,
                [.. atoms.Fresh(Math.Max(begin[axis], 0)), .. labels, .. atoms.Fresh(Math.Max(end[axis], 0))]);
        }
    }

    /// <inheritdoc/>
    internal override void Cut(Node original, Node twin, ChannelCut cut)
    {
        (long[] begin, long[] end) = PadsOf(original);
        bool changed = false;
        for (int axis = 0; axis < begin.Length; axis++)
        {
            if (begin[axis] + end[axis] > 0 && cut.Kept(original.Output, axis) is { } kept)
            {
                long size = original.Output.KnownShape[axis].Size;
                long first = begin[axis];
                long last = size - end[axis];
                begin[axis] = kept.Count(k => k < first);
                end[axis] = kept.Count(k => k >= last);
                changed = true;
            }
        }

        if (changed)
        {
            cut.SetConstant(twin, 1, TensorData.Vector([.. begin, .. end]));
            twin.Attributes.Remove("pads");
            twin.SetInput(3, null);
        }
    }
}
