using System.Numerics;

namespace PocketFlow.Graphs.Operators;

/// <summary>Comparison of two broadcast operands, or logic of two truth values; the result is truth values.</summary>
public sealed class ComparisonOperator(string opType) : BroadcastOperator(opType)
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.NotQuantized;

    private bool IsLogic => OpType is "And" or "Or" or "Xor";

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node)
    {
        long[] dims = node.Output.KnownShape.ToArray();
        return node.Input(0).Type switch
        {
            ElementType.Float32 => [Compare<float>(node, dims)],
            ElementType.Float64 => [Compare<double>(node, dims)],
            ElementType.Int64 => [Compare<long>(node, dims)],
            ElementType.Int32 => [Compare<int>(node, dims)],
            ElementType.Boolean => [CompareTruths(node, dims)],
            _ => null,
        };
    }

    private protected override ElementType OutputType(Node node)
    {
        if (node.Inputs.Count != 2)
        {
            throw Fault(node, "inputs", $"{node.Inputs.Count} operands were given, expected were 2.");
        }

        ElementType type = CommonType(node, [node.Input(0), node.Input(1)]);
        return IsLogic && type != ElementType.Boolean
            ? throw Fault(node, "type", $"the operands are {type}, expected were truth values.")
            : ElementType.Boolean;
    }

    /// <summary>
    /// Sizes are not negative, so a symbolic one never equals the −1 that shape arithmetic compares it with.
    /// </summary>
    private protected override Dim[]? InferElements(Node node)
    {
        if (OpType != "Equal" || node.Input(0).KnownElements() is not { Count: > 0 } a
            || node.Input(1).KnownElements() is not { Count: > 0 } b)
        {
            return null;
        }

        Dim[] elements = new Dim[node.Output.KnownShape.ElementCount];
        for (int i = 0; i < elements.Length; i++)
        {
            (Dim left, Dim right) = (a[i % a.Count], b[i % b.Count]);
            bool areKnown = left.IsKnown && right.IsKnown;
            bool areDifferent = left.SizeOr(0) < 0 || right.SizeOr(0) < 0;
            elements[i] = areKnown ? (left == right ? 1 : 0) : areDifferent ? 0 : Dim.Unknown;
        }

        return elements;
    }

    private TensorData Compare<T>(Node node, long[] dims)
        where T : unmanaged, INumber<T>
    {
        T[] left = Spread<T>(node.Input(0).Data!, dims);
        T[] right = Spread<T>(node.Input(1).Data!, dims);
        return TensorData.From<bool>([.. left.Zip(right, Holds)], dims);
    }

    private TensorData CompareTruths(Node node, long[] dims)
    {
        bool[] left = Spread<bool>(node.Input(0).Data!, dims);
        bool[] right = Spread<bool>(node.Input(1).Data!, dims);
        return TensorData.From<bool>([.. left.Zip(right, Holds)], dims);
    }

    private bool Holds<T>(T a, T b)
        where T : INumber<T> => OpType switch
        {
            "Equal" => a == b,
            "Greater" => a > b,
            "GreaterOrEqual" => a >= b,
            "Less" => a < b,
            _ => a <= b,
        };

    private bool Holds(bool a, bool b) => OpType switch
    {
        "And" => a && b,
        "Or" => a || b,
        "Xor" => a != b,
        _ => a == b,
    };
}
