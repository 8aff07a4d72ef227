using PocketFlow.Graphs.Operators;

namespace PocketFlow.Graphs.Decompositions;

/// <summary>Einstein sums of two operands by one matrix product.</summary>
internal static class ProductDecomposition
{
    /// <summary>
    /// Both operands become [batch, rows, summed] and [batch, summed, columns], where each stands for several letters.
    /// </summary>
    public static Term? Einsum(NodeExpression e)
    {
        (string left, string right, string output) = EinsumOperator.EquationOf(e.Node);
        string batch = Letters(output, c => left.Contains(c) && right.Contains(c));
        string rows = Letters(output, c => left.Contains(c) && !right.Contains(c));
        string columns = Letters(output, c => right.Contains(c) && !left.Contains(c));
        string summed = Letters(left, c => right.Contains(c) && !output.Contains(c));
        bool isProduct = left.Length == batch.Length + rows.Length + summed.Length
            && right.Length == batch.Length + columns.Length + summed.Length;
        if (!isProduct || !e.Node.Inputs.All(i => i!.KnownShape.IsStatic))
        {
            return null;
        }

        Dictionary<char, long> sizes = [];
        foreach ((char letter, Dim size) in left.Zip(e.Shape).Concat(right.Zip(e.Node.Input(1).KnownShape)))
        {
            sizes[letter] = size.Size;
        }

        long[] Sizes(string letters) => [.. letters.Select(c => sizes[c])];
        long Product(string letters) => TensorData.CountOf(Sizes(letters));
        Term a = Arrange(e, e.X, left, batch + rows + summed, [.. Sizes(batch), Product(rows), Product(summed)]);
        Term b = Arrange(
            e, e.Input(1), right, batch + summed + columns, [.. Sizes(batch), Product(summed), Product(columns)]);
        string found = batch + rows + columns;
        return Arrange(e, e.Call("MatMul", a, b), found, output, null, Sizes(found));
    }

    private static Term Arrange(
        NodeExpression e, Term x, string from, string to, long[]? dims, long[]? before = null)
    {
        x = before is null ? x : Shaped(e, x, before);
        x = e.Transpose(x, [.. to.Select(c => from.IndexOf(c, StringComparison.Ordinal))]);
        return dims is null ? x : Shaped(e, x, dims);
    }

    private static Term Shaped(NodeExpression e, Term x, long[] dims) =>
        x.Value.KnownShape.ToArray().SequenceEqual(dims) ? x : e.Reshape(x, dims);

    private static string Letters(string from, Func<char, bool> belongs) => string.Concat(from.Where(belongs));
}
