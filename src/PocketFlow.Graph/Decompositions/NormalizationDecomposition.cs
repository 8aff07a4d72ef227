using PocketFlow.Graphs.Operators;

namespace PocketFlow.Graphs.Decompositions;

/// <summary>Normalisations by means, products and roots.</summary>
internal static class NormalizationDecomposition
{
    public static Term? Layer(NodeExpression e)
    {
        int axis = NormalizationOperator.AxisOf(e.Node);
        Term scaled = Standardize(e, e.X, axis) * e.Input(1);
        return e.Node.InputOrNull(2) is null ? scaled : scaled + e.Input(2);
    }

    public static Term? Instance(NodeExpression e) => PerChannel(e, Standardize(e, e.X, 2));

    public static Term? Group(NodeExpression e)
    {
        if (e.Shape.Skip(1).Any(d => !d.IsKnown))
        {
            return null;
        }

        long[] grouped = [0, NormalizationOperator.GroupsOf(e.Node), -1];
        Term normal = Standardize(e, e.Reshape(e.X, grouped), 2);
        return PerChannel(e, e.Reshape(normal, [0, .. e.Shape.Skip(1).Select(d => d.Size)]));
    }

    /// <summary>A zero vector stays zero: a norm of nothing is replaced by the smallest number.</summary>
    public static Term? Lp(NodeExpression e)
    {
        string norm = e.Node.Attributes.Int("p", 2) == 1 ? "ReduceL1" : "ReduceL2";
        return e.X / e.Call("Max", e.Reduce(norm, e.X, [StatisticsOperator.AxisOf(e.Node)]), e.Number(1e-37f));
    }

    public static Term? MeanVariance(NodeExpression e)
    {
        int[] axes = StatisticsOperator.AxesOf(e.Node);
        Term centred = e.X - e.Reduce("ReduceMean", e.X, axes);
        return centred / (e.Reduce("ReduceMean", centred * centred, axes).Sqrt() + 1e-9f);
    }

    private static Term Standardize(NodeExpression e, Term x, int firstAxis)
    {
        int rank = x.Value.KnownShape.Rank;
        IEnumerable<int> axes = Enumerable.Range(firstAxis, rank - firstAxis);
        Term centred = x - e.Reduce("ReduceMean", x, axes);
        Term variance = e.Reduce("ReduceMean", centred * centred, axes);
        return centred / (variance + NormalizationOperator.EpsilonOf(e.Node)).Sqrt();
    }

    private static Term PerChannel(NodeExpression e, Term normal)
    {
        long[] dims = [e.Node.Input(1).KnownShape[0].Size, .. Enumerable.Repeat(1L, e.Shape.Rank - 2)];
        return normal * e.Reshape(e.Input(1), dims) + e.Reshape(e.Input(2), dims);
    }
}
