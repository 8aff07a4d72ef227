namespace PocketFlow.Graphs.Operators;

/// <summary>
/// Overwrites elements of the data with updates, or combines both by attribute <c>reduction</c>: ScatterElements by an
/// index along one axis, ScatterND slices by index tuples.
/// </summary>
public sealed class ScatterOperator(string opType) : Operator(opType)
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape data = node.Input(0).KnownShape;
        Shape indices = node.Input(1).KnownShape;
        Shape updates = node.Input(2).KnownShape;
        bool fits = OpType == "ScatterND"
            ? data.Rank >= 1 && indices.Rank >= 1 && indices[-1] is { IsKnown: true } depth
                && depth.Size >= 1 && depth.Size <= data.Rank
                && updates.Rank == indices.Rank - 1 + data.Rank - depth.Size
            : data.Rank == indices.Rank && indices.Rank == updates.Rank && AxisOf(node) >= 0;
        if (!fits)
        {
            throw Fault(node, "shape", $"indices {indices} and updates {updates} don't fit the data {data}.");
        }

        _ = ReductionOf(node);
        SetOutput(node, node.Input(0).Type, data);
    }

    /// <summary>The axis of ScatterElements, counted from the front.</summary>
    public static int AxisOf(Node node) => node.Input(0).KnownShape.Axis(node.Attributes.Int("axis", 0));

    /// <summary>How an update joins what is there: none (it replaces), add, mul, max or min.</summary>
    public static string ReductionOf(Node node) => node.Attributes.Text("reduction", "none") switch
    {
        "none" or "add" or "mul" or "max" or "min" => node.Attributes.Text("reduction", "none"),
        var other => throw Fault(node, "attribute", $"the reduction '{other}' is unknown."),
    };
}
