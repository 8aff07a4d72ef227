namespace PocketFlow.Graphs.Operators;

/// <summary>
/// A product of two operands that is summed over the axes whose letters the output lacks, as equations such as
/// <c>bhqd,bhkd-&gt;bhqk</c> say: matrix products over any axes. Other Einstein sums are not known.
/// </summary>
public sealed class EinsumOperator() : Operator("Einsum")
{
    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        (string left, string right, string output) = EquationOf(node);
        var sizes = new Dictionary<char, Dim>();
        foreach ((string letters, Value operand) in new[] { (left, node.Input(0)), (right, node.Input(1)) })
        {
            if (operand.KnownShape.Rank != letters.Length)
            {
                throw Fault(node, "shape", $"'{letters}' stands for {operand.KnownShape}, which has another rank.");
            }

            for (int i = 0; i < letters.Length; i++)
            {
                Dim size = operand.KnownShape[i];
                if (sizes.TryGetValue(letters[i], out Dim other) && size.IsKnown && other.IsKnown && size != other)
                {
                    throw Fault(node, "shape", $"the axis '{letters[i]}' has the sizes {other} and {size}.");
                }

                sizes[letters[i]] = size.IsKnown || other == default ? size : other;
            }
        }

        SetOutput(node, node.Input(0).Type, new Shape([.. output.Select(c => sizes[c])]));
    }

    /// <summary>The letters of both operands and of the output.</summary>
    /// <exception cref="InvalidGraphException">The equation is no product of two operands.</exception>
    public static (string Left, string Right, string Output) EquationOf(Node node)
    {
        string equation = node.Attributes.Text("equation", "").Replace(" ", "", StringComparison.Ordinal);
        return IsProduct(node) && Split(equation) is { } parts ? parts : throw Fault(
            node, "equation", $"'{equation}' is no product of two operands whose axes have a letter each.");
    }

    /// <summary>Whether a node's equation is a product of two operands, which are the only ones known.</summary>
    public static bool IsProduct(Node node)
    {
        string equation = node.Attributes.Text("equation", "").Replace(" ", "", StringComparison.Ordinal);
        return node.Inputs.Count == 2 && Split(equation) is { } parts
            && equation.All(c => char.IsLetter(c) || c is '-' or '>' or ',')
            && new[] { parts.Left, parts.Right, parts.Output }.All(p => p.Distinct().Count() == p.Length)
            && parts.Output.All((parts.Left + parts.Right).Contains);
    }

    /// <summary>Without an arrow, the letters that occur once are the output, in alphabetical order.</summary>
    private static (string Left, string Right, string Output)? Split(string equation)
    {
        string[] sides = equation.Split("->");
        string[] operands = sides[0].Split(',');
        string both = string.Concat(operands);
        return operands.Length != 2 || sides.Length > 2 ? null
            : (operands[0], operands[1],
                sides.Length == 2 ? sides[1] : string.Concat(both.Where(c => both.Count(o => o == c) == 1).Order()));
    }

    /// <inheritdoc/>
    public override long Macs(Node node)
    {
        (string left, string right, string _) = EquationOf(node);
        long macs = node.Input(0).KnownShape.ElementCount;
        for (int i = 0; i < right.Length; i++)
        {
            macs *= left.Contains(right[i], StringComparison.Ordinal) ? 1 : node.Input(1).KnownShape[i].SizeOr(1);
        }

        return macs;
    }
}
