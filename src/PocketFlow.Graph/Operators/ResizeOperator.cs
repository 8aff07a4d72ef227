using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>
/// Resamples every axis: inputs are data, a region (unused), <c>scales</c> and <c>sizes</c>, of which one is given for all
/// axes. How is told by <c>mode</c> (nearest, linear, cubic), <c>coordinate_transformation_mode</c> and others.
/// </summary>
public sealed class ResizeOperator() : Operator("Resize")
{
    private const int Scales = 2;
    private const int Sizes = 3;

    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        _ = ResizeSampling.Of(node);
        Dim[] dims = node.InputOrNull(Sizes) is { } sizes ? Given(node, sizes) : Scaled(node, input);
        if (Array.Exists(dims, d => d is { IsKnown: true, Size: < 1 }) || input.Any(d => d == (Dim)0))
        {
            throw Fault(node, "shape", $"{input} would be resized to {new Shape(dims)}.");
        }

        SetOutput(node, node.Input(0).Type, new Shape(dims));
    }

    /// <summary>How one axis is resampled, or null where it stays as it is.</summary>
    /// <param name="node">The node.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="size">The size of the input along it, or null for what the graph knows.</param>
    /// <exception cref="InvalidGraphException">The sizes of the axis are not known.</exception>
    public static ResizeAxis? AxisOf(Node node, int axis, long? size = null)
    {
        Dim from = size ?? node.Input(0).KnownShape[axis];
        float? scale = ScaleOf(node, axis);
        Dim to = scale is { } factor && from.IsKnown ? Size(from.Size, factor) : node.Output.KnownShape[axis];
        if (scale == 1 || (scale is null && from == to && from != Dim.Unknown))
        {
            return null;
        }

        return from.IsKnown && to.IsKnown
            ? new ResizeAxis(ResizeSampling.Of(node), from.Size, to.Size, scale ?? (float)to.Size / from.Size)
            : throw Fault(node, "shape", $"axis {axis} is resized from {from} to {to}; the sizes must be known.");
    }

    /// <summary>Whether some axis gets smaller, as far as is known.</summary>
    public static bool Shrinks(Node node) => AnyAxis(node, (scale, from, to) => scale < 1 || to < from);

    /// <summary>Whether some axis gets larger, as far as is known.</summary>
    public static bool Grows(Node node) => AnyAxis(node, (scale, from, to) => scale > 1 || to > from);

    private static bool AnyAxis(Node node, Func<float?, long?, long?, bool> isSo)
    {
        static long? Known(Dim dim) => dim.IsKnown ? dim.Size : null;
        return Enumerable.Range(0, node.Output.KnownShape.Rank).Any(a => isSo(
            ScaleOf(node, a), Known(node.Input(0).KnownShape[a]), Known(node.Output.KnownShape[a])));
    }

    private static float? ScaleOf(Node node, int axis) =>
        node.InputOrNull(Sizes) is null ? ScalesOf(node)[axis] : null;

    /// <summary>
    /// States scales or sizes for all axes as a constant: where some axes were named (opset 18), and where sizes are computed
    /// for the sake of an open batch, if scales say the same.
    /// </summary>
    internal static bool TryFix(Graph graph, Node node)
    {
        bool namesAxes = node.Attributes.Contains("axes");
        Shape output = node.Output.KnownShape;
        if (node.InputOrNull(Sizes) is not { } sizes)
        {
            return namesAxes && Replace(graph, node, Scales, TensorData.From<float>(ScalesOf(node), output.Rank));
        }

        return (namesAxes || !sizes.IsInitializer) && (output.IsStatic ? Replace(graph, node, Sizes, TensorData.Vector(output.ToArray()))
            : ExactScales(node.Input(0).KnownShape, output) is { } scales
                && Replace(graph, node, Scales, TensorData.From<float>(scales, scales.Length)));
    }

    private static bool Replace(Graph graph, Node node, int input, TensorData data)
    {
        node.Attributes.Remove("axes");
        node.SetInput(Sizes, null);
        node.SetInput(Scales, null);
        node.SetInput(input, graph.AddInitializer($"{node.Name}_{(input == Scales ? "scales" : "sizes")}", data));
        return true;
    }

    /// <summary>The scales that give the output's sizes, or null where there are none.</summary>
    private static float[]? ExactScales(Shape input, Shape output)
    {
        float[] scales = new float[input.Rank];
        for (int i = 0; i < scales.Length; i++)
        {
            bool stays = input[i] == output[i] && input[i] != Dim.Unknown;
            bool isKnown = input[i].IsKnown && output[i].IsKnown;
            scales[i] = stays || !isKnown ? 1 : (float)output[i].Size / input[i].Size;
            if (!stays && (!isKnown || Size(input[i].Size, scales[i]) != output[i].Size))
            {
                return null;
            }
        }

        return scales;
    }

    private static Dim[] Given(Node node, Value sizes)
    {
        IReadOnlyList<Dim> elements = sizes.KnownElements()
            ?? throw Fault(node, "constant", $"the sizes '{sizes.Name}' are not known.");
        return Spread(node, [.. elements], [.. node.Input(0).KnownShape]);
    }

    private static Dim[] Scaled(Node node, Shape input)
    {
        float[] scales = ScalesOf(node);
        if (Array.Exists(scales, s => !(s > 0) || !float.IsFinite(s)))
        {
            throw Fault(node, "shape", $"[{string.Join(", ", scales)}] are no scales for the input {input}.");
        }

        return [.. input.Select((d, i) => scales[i] == 1 ? d : d.IsKnown ? Size(d.Size, scales[i]) : Dim.Unknown)];
    }

    private static float[] ScalesOf(Node node)
    {
        float[] ones = [.. node.Input(0).KnownShape.Select(_ => 1f)];
        return node.InputOrNull(Scales)?.Data is { Type: ElementType.Float32 } data
            ? Spread(node, data.ToFloats(), ones)
            : throw Fault(node, "constant", "neither constant scales nor sizes are given.");
    }

    /// <summary>One number per axis; those that attribute <c>axes</c> (opset 18) leaves out are as they were.</summary>
    private static T[] Spread<T>(Node node, T[] given, T[] all)
    {
        Shape input = node.Input(0).KnownShape;
        int[] axes = node.Attributes.Ints("axes") is { } named
            ? Array.ConvertAll(named, input.Axis)
            : [.. Enumerable.Range(0, input.Rank)];
        if (given.Length != axes.Length)
        {
            throw Fault(node, "shape", $"{given.Length} sizes or scales for {axes.Length} axes of {input}.");
        }

        for (int i = 0; i < axes.Length; i++)
        {
            all[axes[i]] = given[i];
        }

        return all;
    }

    // In 32 bits, as runtimes do; in more, products just below an integer would come out one smaller.
    private static long Size(long input, float scale) => (long)Math.Min(scale * input, int.MaxValue);

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        Shape input = node.Input(0).KnownShape;
        foreach (int axis in atoms.AxesOf(node.Input(0)))
        {
            int[] labels = atoms.Of(node.Input(0), axis)!;
            if (input[axis] != node.Output.KnownShape[axis])
            {
                atoms.Freeze(labels, $"Resize '{node.Name}' interpolates between the channels");
            }
            else
            {
                if (node.InputOrNull(Sizes) is { IsInitializer: false })
                {
                    atoms.Freeze(labels, $"Resize '{node.Name}' computes the number of channels");
                }

                atoms.Set(node.Output, axis, labels);
            }
        }
    }

    /// <inheritdoc/>
    internal override void Cut(Node original, Node twin, ChannelCut cut)
    {
        if (original.Attributes.Contains("axes") || original.ConstantOrNull(Sizes)?.ToInt64s() is not { } sizes)
        {
            return;
        }

        for (int axis = 0; axis < sizes.Length; axis++)
        {
            sizes[axis] = cut.Kept(original.Output, axis)?.Length ?? sizes[axis];
        }

        cut.SetConstant(twin, Sizes, TensorData.Vector(sizes));
    }
}
