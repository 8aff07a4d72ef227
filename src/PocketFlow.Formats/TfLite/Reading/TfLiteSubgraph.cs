using PocketFlow.Formats.FlatBuffers;
using F = PocketFlow.Formats.TfLite.SchemaFields;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// The main subgraph of a file with every index checked: each tensor is an input, a constant, or computed once and
/// before it is read.
/// </summary>
internal sealed class TfLiteSubgraph
{
    private readonly FlatTableView _table;
    private readonly FlatTableView[] _tensorTables;

    public TfLiteSubgraph(TfLiteFile file)
    {
        _table = file.Subgraphs[0];
        _tensorTables = _table.Tables(F.Subgraph.Tensors);
        Tensors = [.. _tensorTables.Select(file.Tensor)];
        Inputs = Indices(_table, F.Subgraph.Inputs, isOptional: false);
        Outputs = Indices(_table, F.Subgraph.Outputs, isOptional: false);
        Nodes = [.. _table.Tables(F.Subgraph.Operators).Select(o => Node(file, o))];
        Name = _table.Text(F.Subgraph.Name);
        Constants = new TfLiteConstants(file, Tensors, _tensorTables);
        CheckOrder();
    }

    public string Name { get; }

    public TfLiteTensor[] Tensors { get; }

    public int[] Inputs { get; }

    public int[] Outputs { get; }

    public TfLiteNode[] Nodes { get; }

    public TfLiteConstants Constants { get; }

    /// <summary>Whether a tensor's first dimension is one that callers may choose.</summary>
    public bool HasOpenBatch(int tensor) =>
        Tensors[tensor].Dims is [1, _, ..] || _tensorTables[tensor].Numbers<int>(F.Tensor.ShapeSignature) is [-1, ..];

    public ModelFormatException Fault(string rule, string found) => _table.Fault(rule, found);

    private TfLiteNode Node(TfLiteFile file, FlatTableView table) => new(
        file.OperatorCode(table), file.OperatorName(table), Indices(table, F.Operator.Inputs, isOptional: true),
        Indices(table, F.Operator.Outputs, isOptional: false), table.Table(F.Operator.Options), table.Position);

    private int[] Indices(FlatTableView table, int field, bool isOptional)
    {
        int[] indices = table.Numbers<int>(field);
        int bad = Array.FindIndex(indices, i => i >= Tensors.Length || i < (isOptional ? -1 : 0));
        return bad < 0 ? indices : throw table.Fault(
            "tensor", $"a tensor index is {indices[bad]}, there are {Tensors.Length} tensors.");
    }

    private void CheckOrder()
    {
        bool[] known = [.. Enumerable.Range(0, Tensors.Length).Select(Constants.Has)];
        foreach (int input in Inputs)
        {
            Claim(known, input, "the inputs");
        }

        foreach (TfLiteNode node in Nodes)
        {
            int missing = Array.FindIndex(node.Inputs, i => i >= 0 && !known[i]);
            if (missing >= 0)
            {
                throw Fault(
                    "topological-order",
                    $"{node.OperatorName} reads '{Tensors[node.Inputs[missing]].Name}', which nothing before it computes.");
            }

            Array.ForEach(node.Outputs, o => Claim(known, o, node.OperatorName));
        }

        if (Outputs.Length == 0 || Array.Exists(Outputs, o => !known[o]))
        {
            throw Fault("outputs", "the subgraph has no outputs, or one that nothing computes.");
        }
    }

    private void Claim(bool[] known, int tensor, string by)
    {
        if (known[tensor])
        {
            throw Fault("single-assignment", $"'{Tensors[tensor].Name}' is defined twice, last by {by}.");
        }

        known[tensor] = true;
    }
}
