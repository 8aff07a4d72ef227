using System.Numerics;
using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Sum, difference, product or quotient of two broadcast operands.</summary>
public sealed class ArithmeticOperator(string opType) : Operator(opType)
{
    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Value a = node.Input(0);
        Value b = node.Input(1);
        SetOutput(node, a.Type, Broadcast.Join(node, a.KnownShape, b.KnownShape));
        node.Output.Elements = InferElements(node, a.KnownElements(), b.KnownElements());
    }

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node)
    {
        TensorData a = node.Input(0).Data!;
        TensorData b = node.Input(1).Data!;
        if (a.Type != b.Type)
        {
            throw Fault(node, "type", $"the operands are {a.Type} and {b.Type}, expected was one type.");
        }

        long[] dims = Broadcast.Join(node, a.Shape, b.Shape).ToArray();
        return a.Type switch
        {
            ElementType.Float32 => [Compute<float>(a, b, dims)],
            ElementType.Float64 => [Compute<double>(a, b, dims)],
            ElementType.Int64 => [Compute<long>(a, b, dims)],
            ElementType.Int32 => [Compute<int>(a, b, dims)],
            _ => null,
        };
    }

    private Dim[]? InferElements(Node node, IReadOnlyList<Dim>? a, IReadOnlyList<Dim>? b)
    {
        long count = node.Output.KnownShape.ElementCount;
        if (a is null || b is null || node.Output.KnownShape.Rank > 1 || a.Count == 0 || b.Count == 0)
        {
            return null;
        }

        Dim[] elements = new Dim[count];
        for (int i = 0; i < count; i++)
        {
            Dim left = a[i % a.Count];
            Dim right = b[i % b.Count];
            bool canCompute = left.IsKnown && right.IsKnown && !(OpType == "Div" && right.Size == 0);
            elements[i] = canCompute ? Apply(left.Size, right.Size) : Dim.Unknown;
        }

        return elements;
    }

    private TensorData Compute<T>(TensorData a, TensorData b, long[] dims)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> left = a.As<T>();
        ReadOnlySpan<T> right = b.As<T>();
        long[] leftIndex = ElementMap.Strided(dims, Broadcast.Strides(a.Dims, dims.Length));
        long[] rightIndex = ElementMap.Strided(dims, Broadcast.Strides(b.Dims, dims.Length));
        bool dividesIntegers = OpType == "Div" && !a.Type.IsFloat();
        T[] result = new T[leftIndex.Length];
        for (int i = 0; i < result.Length; i++)
        {
            T divisor = right[(int)rightIndex[i]];
            if (dividesIntegers && T.IsZero(divisor))
            {
                throw new InvalidGraphException("division", "Div: an integer constant is divided by zero.");
            }

            result[i] = Apply(left[(int)leftIndex[i]], divisor);
        }

        return TensorData.From<T>(result, dims);
    }

    private T Apply<T>(T a, T b)
        where T : INumber<T> => OpType switch
        {
            "Add" => a + b,
            "Sub" => a - b,
            "Mul" => a * b,
            _ => a / b,
        };

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        int rank = node.Output.KnownShape.Rank;
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++)
        {
            CoupleAxis(node, atoms, fromEnd);
        }
    }

    private static void CoupleAxis(Node node, ChannelAtoms atoms, int fromEnd)
    {
        int[]? labels = null;
        foreach (Value operand in new[] { node.Input(0), node.Input(1) })
        {
            int axis = operand.KnownShape.Rank - fromEnd;
            if (axis < 0 || atoms.Of(operand, axis) is not { } found)
            {
                continue;
            }

            if (operand.KnownShape[axis] != node.Output.KnownShape[-fromEnd])
            {
                atoms.Freeze(found, $"{node.OpType} '{node.Name}' stretches the channel");
            }
            else if (labels is null)
            {
                labels = found;
            }
            else
            {
                atoms.Join(labels, found);
            }
        }

        if (labels is not null)
        {
            LabelConstants(node, atoms, fromEnd, labels);
            atoms.Set(node.Output, node.Output.KnownShape.Rank - fromEnd, labels);
        }
    }

    /// <summary>Operands without labels: constants are cut along; anything else keeps the channels as they are.</summary>
    private static void LabelConstants(Node node, ChannelAtoms atoms, int fromEnd, int[] labels)
    {
        foreach (Value operand in new[] { node.Input(0), node.Input(1) })
        {
            int axis = operand.KnownShape.Rank - fromEnd;
            if (axis < 0 || operand.KnownShape[axis] == (Dim)1 || atoms.Of(operand, axis) is not null)
            {
                continue;
            }

            if (operand.IsInitializer)
            {
                atoms.Set(operand, axis, labels, SlotKind.Companion);
            }
            else
            {
                atoms.Freeze(labels, $"{node.OpType} '{node.Name}' combines the channels with a fixed axis");
            }
        }
    }
}
