using PocketFlow.Graphs.Operators;

namespace PocketFlow.Graphs.Decompositions;

/// <summary>Reductions by sums and maxima.</summary>
internal static class ReduceDecomposition
{
    /// <summary>A reduction of another value over the axes of the node.</summary>
    public static Term Of(NodeExpression e, string opType, Term x, bool? keepsAxes = null) =>
        e.Reduce(opType, x, ReduceOperator.AxesOf(e.Node), keepsAxes ?? ReduceOperator.KeepsAxes(e.Node));

    /// <summary>The largest exponent is taken out, so that nothing overflows.</summary>
    public static Term? LogSumExp(NodeExpression e)
    {
        Term largest = Of(e, "ReduceMax", e.X, keepsAxes: true);
        Term sum = Of(e, "ReduceSum", (e.X - largest).Exp()).Log();
        return sum + (ReduceOperator.KeepsAxes(e.Node) ? largest : Of(e, "ReduceMax", e.X));
    }
}
