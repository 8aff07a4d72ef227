using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Gives the same elements another shape; 0 copies the input's dimension, −1 stands for what remains.</summary>
public sealed class ReshapeOperator() : Operator("Reshape")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        IReadOnlyList<Dim> target = node.Input(1).KnownElements()
            ?? throw Fault(node, "constant", $"the target shape '{node.Input(1).Name}' is not known.");
        Dim[] dims = [.. target];
        int remainder = -1;
        for (int i = 0; i < dims.Length; i++)
        {
            if (dims[i] == (Dim)0 && node.Attributes.Int("allowzero", 0) == 0)
            {
                dims[i] = input[i];
            }
            else if (dims[i] == (Dim)(-1) && remainder < 0)
            {
                remainder = i;
            }
            else if (dims[i] is { IsKnown: true, Size: < 0 })
            {
                throw Fault(node, "shape", $"[{string.Join(", ", target)}] leaves more than one dimension open.");
            }
        }

        if (remainder >= 0)
        {
            dims[remainder] = Remainder(node, input, dims, remainder);
        }

        CheckCount(node, input, dims);
        SetOutput(node, node.Input(0).Type, new Shape(dims));
        node.Output.Elements = dims.Length <= 1 ? node.Input(0).KnownElements() : null;
    }

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node) => node.Output.KnownShape.IsStatic
        ? [node.Input(0).Data!.Reshape(node.Output.KnownShape.ToArray())]
        : null;

    /// <summary>
    /// The constant target that turns a shape into another one, or null where none can say it: 0 copies an open
    /// dimension, −1 stands for one that can't be copied.
    /// </summary>
    internal static long[]? TargetOf(Shape input, Shape output)
    {
        long[] target = new long[output.Rank];
        for (int i = 0; i < target.Length; i++)
        {
            bool copies = i < input.Rank && !output[i].IsKnown && output[i] == input[i] && output[i] != Dim.Unknown;
            target[i] = output[i].IsKnown ? output[i].Size : copies ? 0 : -1;
        }

        // A size of 0 would be read as a copy.
        return target.Count(t => t == -1) > 1 || output.Any(d => d == (Dim)0) ? null : target;
    }

    private static Dim Remainder(Node node, Shape input, Dim[] dims, int remainder)
    {
        var open = input.Where(d => !d.IsKnown).ToList();
        long known = 1;
        for (int i = 0; i < dims.Length; i++)
        {
            if (i == remainder || open.Remove(dims[i]))
            {
                continue;
            }

            if (!dims[i].IsKnown)
            {
                return Dim.Unknown;
            }

            known *= dims[i].Size;
        }

        long count = input.ElementCount;
        if (open.Count == 1 && count == known)
        {
            return open[0];
        }

        if (open.Count > 1 || (open.Count == 1 && input[0].IsKnown))
        {
            return Dim.Unknown;
        }

        if (open.Count == 1)
        {
            // Whatever the size of the batch, also that of one sample must fit.
            return known != 0 && count % known == 0
                ? Dim.Unknown
                : throw Fault(node, "shape", $"samples of {input} can't take the shape [{string.Join(", ", dims)}].");
        }

        return known != 0 && count % known == 0
            ? count / known
            : throw Fault(node, "shape", $"{input} can't take the shape [{string.Join(", ", dims)}].");
    }

    private static void CheckCount(Node node, Shape input, Dim[] dims)
    {
        var target = new Shape(dims);
        var open = input.Where(d => !d.IsKnown).ToList();
        bool isSame = Array.TrueForAll(dims, d => d.IsKnown || open.Remove(d)) && open.Count == 0;
        // A batch that the target fixes has a size such that the elements suffice.
        bool fixesBatch = !input.IsStatic && !input[0].IsKnown && input.Skip(1).All(d => d.IsKnown) && target.IsStatic;
        if ((isSame && input.ElementCount != target.ElementCount)
            || (fixesBatch && target.ElementCount % Math.Max(input.ElementCount, 1) != 0))
        {
            throw Fault(node, "shape", $"{input} can't take the shape {target}.");
        }
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms) => ChannelReshape.Couple(node, atoms);

    /// <inheritdoc/>
    internal override void Cut(Node original, Node twin, ChannelCut cut)
    {
        if (original.ConstantOrNull(1)?.ToInt64s() is not { } target)
        {
            return;
        }

        for (int i = 0; i < target.Length; i++)
        {
            if (target[i] > 0 && cut.Kept(original.Output, i) is { } kept)
            {
                target[i] = kept.Length;
            }
        }

        cut.SetConstant(twin, 1, TensorData.Vector(target));
    }
}
