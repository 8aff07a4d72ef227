using System.Numerics;

namespace PocketFlow.Graphs.Operators;

/// <summary>
/// Arithmetic of broadcast operands: sum, difference, product, quotient, power and remainder of two; smallest, largest,
/// sum and mean of any number.
/// </summary>
public sealed class ArithmeticOperator(string opType) : BroadcastOperator(opType)
{
    /// <summary>
    /// Whether a Mod takes the sign of the dividend, as C's <c>fmod</c>; otherwise that of the divisor.
    /// </summary>
    public static bool HasDividendSign(Node node) => node.Attributes.Int("fmod", 0) != 0;

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node)
    {
        long[] dims = node.Output.KnownShape.ToArray();
        return OutputType(node) switch
        {
            ElementType.Float32 => [Compute<float>(node, dims)],
            ElementType.Float64 => [Compute<double>(node, dims)],
            ElementType.Int64 => [Compute<long>(node, dims)],
            ElementType.Int32 => [Compute<int>(node, dims)],
            _ => null,
        };
    }

    // A power has the type of its base, whatever the type of the exponent is.
    private protected override ElementType OutputType(Node node)
    {
        int expected = OpType is "Min" or "Max" or "Sum" or "Mean" ? node.Inputs.Count : 2;
        if (node.Inputs.Count != expected || node.Inputs.Contains(null) || expected == 0)
        {
            throw Fault(node, "inputs", $"{node.Inputs.Count(i => i is not null)} operands were given.");
        }

        return OpType == "Pow" ? node.Input(0).Type : CommonType(node, node.Inputs);
    }

    private protected override Dim[]? InferElements(Node node)
    {
        IReadOnlyList<Dim>?[] operands = [.. node.Inputs.Select(i => i!.KnownElements())];
        if (operands.Any(o => o is null or { Count: 0 }) || OpType is "Pow" or "Mod" or "Mean")
        {
            return null;
        }

        Dim[] elements = new Dim[node.Output.KnownShape.ElementCount];
        for (int i = 0; i < elements.Length; i++)
        {
            Dim[] row = [.. operands.Select(o => o![i % o.Count])];
            bool canCompute = row.All(d => d.IsKnown) && !(OpType == "Div" && row[1].Size == 0);
            elements[i] = canCompute ? row.Select(d => d.Size).Aggregate(Apply) : Neutral(row);
        }

        return elements;
    }

    // Exporters multiply and divide symbolic sizes by 1 and add 0 to them.
    private Dim Neutral(Dim[] row) => row.Length != 2 ? Dim.Unknown
        : OpType is "Mul" or "Div" && row[1] == (Dim)1 || (OpType is "Add" or "Sub" && row[1] == (Dim)0) ? row[0]
        : OpType is "Mul" && row[0] == (Dim)1 || (OpType is "Add" && row[0] == (Dim)0) ? row[1]
        : Dim.Unknown;

    private TensorData Compute<T>(Node node, long[] dims)
        where T : unmanaged, INumber<T>
    {
        T[] result = Spread<T>(node.Input(0).Data!, dims);
        bool hasFloats = node.Input(0).Type.IsFloat();
        bool takesDividendSign = HasDividendSign(node);
        for (int o = 1; o < node.Inputs.Count; o++)
        {
            TensorData data = node.Input(o).Data!;
            T[] operand = OpType == "Pow" ? Exponents<T>(data, dims) : Spread<T>(data, dims);
            if (OpType is "Div" or "Mod" && !hasFloats && Array.Exists(operand, T.IsZero))
            {
                throw new InvalidGraphException("division", $"{OpType}: an integer constant is divided by zero.");
            }

            for (int i = 0; i < result.Length; i++)
            {
                result[i] = OpType == "Mod" && takesDividendSign
                    ? result[i] % operand[i]
                    : Apply(result[i], operand[i]);
            }
        }

        if (OpType == "Mean")
        {
            result = Array.ConvertAll(result, x => x / T.CreateChecked(node.Inputs.Count));
        }

        return TensorData.From<T>(result, dims);
    }

    private static T[] Exponents<T>(TensorData exponents, long[] dims)
        where T : unmanaged, INumber<T> => exponents.Type.IsFloat()
        ? Array.ConvertAll(Spread<float>(ToFloat(exponents), dims), T.CreateTruncating)
        : Array.ConvertAll(
            Spread<long>(TensorData.From<long>(exponents.ToInt64s(), exponents.Dims), dims), T.CreateTruncating);

    private static TensorData ToFloat(TensorData data) => TensorData.From<float>(data.ToFloats(), data.Dims);

    private T Apply<T>(T a, T b)
        where T : INumber<T> => OpType switch
        {
            "Add" or "Sum" or "Mean" => a + b,
            "Sub" => a - b,
            "Mul" => a * b,
            "Div" => a / b,
            "Min" => T.Min(a, b),
            "Max" => T.Max(a, b),
            "Pow" => T.CreateSaturating(Math.Pow(double.CreateChecked(a), double.CreateChecked(b))),
            _ => FloorMod(a, b),
        };

    private static T FloorMod<T>(T a, T b)
        where T : INumber<T>
    {
        T rest = a % b;
        return !T.IsZero(rest) && T.IsNegative(rest) != T.IsNegative(b) ? rest + b : rest;
    }
}
