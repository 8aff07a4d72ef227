using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// LSTM, GRU and RNN, unrolled: TFLite's own operators keep their states from one run to the next, ONNX's begin anew.
/// </summary>
internal sealed class RecurrentWriter() : OperatorWriter("LSTM", "GRU", "RNN")
{
    public override bool HasInteger(Node node) => false;

    public override string? Refuse(Node node)
    {
        var description = (RecurrentOperator)node.Operator;
        int directions = RecurrentOperator.DirectionOf(node) == "bidirectional" ? 2 : 1;
        string? unknown = Enumerable.Range(0, directions).SelectMany(d => description.ActivationsOf(node, d))
            .FirstOrDefault(a => RecurrentSteps.CodeOf(a) is null);
        return Enumerable.Range(1, 3).Any(i => node.InputOrNull(i) is { IsInitializer: false })
            ? "its weights are computed"
            : node.InputOrNull(7) is not null ? "peepholes"
            : node.Attributes.Float("clip", 0) > 0 ? "clipped gates"
            : node.Attributes.Int("input_forget", 0) != 0 ? "coupled gates"
            : unknown is not null ? $"the activation {unknown}"
            : null;
    }

    public override void Write(Node node, GraphLowering lowering)
    {
        long[] dims = node.Input(0).KnownShape.ToArray();
        (long steps, long batch) = (dims[0], dims[1]);
        Operand input = lowering.Read(node.Input(0), Layout.Logical(3), null);
        input = lowering.Reshape(input, [steps * batch, dims[2]], Layout.Logical(2), $"{node.Name}/rows");
        int directions = RecurrentOperator.DirectionOf(node) == "bidirectional" ? 2 : 1;
        var all = new Operand[directions];
        var last = new Operand[directions];
        var cells = new Operand[directions];
        for (int d = 0; d < directions; d++)
        {
            var cell = new RecurrentSteps(node, lowering, d);
            (all[d], last[d], cells[d]) = cell.Run(input, steps, batch);
        }

        Define(lowering, node, 0, all, axis: 1);
        Define(lowering, node, 1, last, axis: 0);
        Define(lowering, node, 2, cells, axis: 0);
    }

    /// <summary>Joins the directions along their axis, in the shape of an output.</summary>
    private static void Define(GraphLowering lowering, Node node, int output, Operand[] directions, int axis)
    {
        if (output >= node.Outputs.Count)
        {
            return;
        }

        Value value = node.Outputs[output];
        long[] dims = value.KnownShape.ToArray();
        dims[axis] = 1;
        Layout layout = Layout.Logical(dims.Length);
        Operand[] parts = [.. directions.Select(d => lowering.Reshape(d, dims, layout, $"{node.Name}/states"))];
        lowering.Define(value, lowering.Join(parts, axis, node.Name));
    }
}
