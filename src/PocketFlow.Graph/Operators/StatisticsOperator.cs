namespace PocketFlow.Graphs.Operators;

/// <summary>
/// Normalisations without parameters. LpNormalization: division by the norm along an axis; LRN: division by a power
/// of the squares of neighbouring channels (Krizhevsky et al. 2012); MeanVarianceNormalization: zero mean and unit
/// variance over attribute <c>axes</c> ([0, 2, 3] by default). CumSum: running sums along an axis.
/// </summary>
public sealed class StatisticsOperator(string opType) : AlongAxesOperator(opType)
{
    /// <summary>The axis of an LpNormalization or CumSum, counted from the front.</summary>
    public static int AxisOf(Node node) => node.Input(0).KnownShape.Axis(
        node.OpType == "CumSum" ? node.ConstantInts(1)![0] : node.Attributes.Int("axis", -1));

    /// <summary>The axes of a MeanVarianceNormalization, counted from the front.</summary>
    public static int[] AxesOf(Node node) =>
        [.. (node.Attributes.Ints("axes") ?? [0, 2, 3]).Select(node.Input(0).KnownShape.Axis).Order()];

    private protected override int[] MixedAxes(Node node) => OpType switch
    {
        "LRN" => [1],
        "MeanVarianceNormalization" => AxesOf(node),
        _ => [AxisOf(node)],
    };
}
