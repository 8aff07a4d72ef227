using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>
/// One number for all elements along some axes: mean, sum, largest, smallest, product, norms and logarithms of sums.
/// The axes are an attribute or a constant input; without any, all axes are meant.
/// </summary>
public sealed class ReduceOperator(string opType) : Operator(opType)
{
    /// <summary>The name of every reduction.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare",
        "ReduceLogSum", "ReduceLogSumExp",
    ];

    /// <summary>The largest and the smallest are elements of the input.</summary>
    public override QuantizationRule QuantizationRule =>
        OpType is "ReduceMax" or "ReduceMin" ? QuantizationRule.SameAsInput : QuantizationRule.OwnRange;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        SetOutput(node, node.Input(0).Type, ReducedShape(node.Input(0).KnownShape, AxesOf(node), KeepsAxes(node)));
        node.Output.Elements = node.Output.KnownShape.ElementCount == 1 && node.Output.KnownShape.Rank <= 1
            && OpType == "ReduceProd" && node.Input(0).KnownElements() is { } elements && elements.All(e => e.IsKnown)
            ? [elements.Aggregate(1L, (product, e) => product * e.Size)]
            : null;
    }

    /// <summary>The axes that go, counted from the front, in rising order.</summary>
    public static int[] AxesOf(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        long[] axes = node.ConstantInts(1) ?? node.Attributes.Ints("axes") ?? [];
        bool isAll = axes.Length == 0 && node.Attributes.Int("noop_with_empty_axes", 0) == 0;
        return isAll ? [.. Enumerable.Range(0, input.Rank)] : [.. axes.Select(input.Axis).Distinct().Order()];
    }

    /// <summary>Whether axes that go stay with size 1, the default.</summary>
    public static bool KeepsAxes(Node node) => node.Attributes.Int("keepdims", 1) != 0;

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node)
    {
        TensorData data = node.Input(0).Data!;
        bool isInteger = data.Type is ElementType.Int64 or ElementType.Int32;
        if ((!isInteger && data.Type != ElementType.Float32) || data.Count == 0)
        {
            return null;
        }

        double[] elements = isInteger
            ? Array.ConvertAll(data.ToInt64s(), x => (double)x)
            : Array.ConvertAll(data.ToFloats(), x => (double)x);
        double[] results = [.. Groups(data.Dims, AxesOf(node), elements).Select(Reduce)];
        long[] dims = node.Output.KnownShape.ToArray();
        return data.Type switch
        {
            ElementType.Int64 => [TensorData.From<long>(Array.ConvertAll(results, x => (long)x), dims)],
            ElementType.Int32 => [TensorData.From<int>(Array.ConvertAll(results, x => (int)x), dims)],
            _ => [TensorData.From<float>(Array.ConvertAll(results, x => (float)x), dims)],
        };
    }

    /// <summary>A shape without some axes, or with size 1 in their place.</summary>
    internal static Shape ReducedShape(Shape input, int[] axes, bool keepsAxes) => new([
        .. Enumerable.Range(0, input.Rank).Where(i => keepsAxes || !axes.Contains(i))
            .Select(i => axes.Contains(i) ? (Dim)1 : input[i]),
    ]);

    private double Reduce(List<double> elements) => OpType switch
    {
        "ReduceMean" => elements.Average(),
        "ReduceSum" => elements.Sum(),
        "ReduceMax" => elements.Max(),
        "ReduceMin" => elements.Min(),
        "ReduceProd" => elements.Aggregate(1.0, (product, x) => product * x),
        "ReduceL1" => elements.Sum(Math.Abs),
        "ReduceL2" => Math.Sqrt(elements.Sum(x => x * x)),
        "ReduceSumSquare" => elements.Sum(x => x * x),
        "ReduceLogSum" => Math.Log(elements.Sum()),
        _ => elements.Max() + Math.Log(elements.Sum(x => Math.Exp(x - elements.Max()))),
    };

    private static List<double>[] Groups(ReadOnlySpan<long> dims, int[] axes, double[] elements)
    {
        long[] kept = dims.ToArray();
        foreach (int axis in axes)
        {
            kept[axis] = 1;
        }

        var groups = new List<double>[TensorData.CountOf(kept)];
        long[] places = ElementMap.Strided(dims, Broadcast.Strides(kept, kept.Length));
        for (int i = 0; i < elements.Length; i++)
        {
            (groups[places[i]] ??= []).Add(elements[i]);
        }

        return groups;
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms) =>
        CoupleReduced(node, atoms, AxesOf(node), KeepsAxes(node));

    /// <summary>
    /// Channels along axes that go can't be cut; those along other axes keep their place among what is left.
    /// </summary>
    internal static void CoupleReduced(Node node, ChannelAtoms atoms, int[] axes, bool keepsAxes)
    {
        foreach (int axis in atoms.AxesOf(node.Input(0)))
        {
            int[] labels = atoms.Of(node.Input(0), axis)!;
            if (axes.Contains(axis))
            {
                atoms.Freeze(labels, $"{node.OpType} '{node.Name}' reduces the channels");
            }
            else
            {
                atoms.Set(node.Output, keepsAxes ? axis : axis - axes.Count(a => a < axis), labels);
            }
        }
    }
}
