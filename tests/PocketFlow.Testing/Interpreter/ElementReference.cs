using PocketFlow.Graphs;

namespace PocketFlow.Testing.Interpreter;

/// <summary>Functions of single elements, of two broadcast elements, and along one axis.</summary>
internal static class ElementReference
{
    public static ReferenceTensor Activation(ReferenceCall call)
    {
        float alpha = call.Float("alpha", call.Node.OpType == "HardSigmoid" ? 0.2f : 0.01f);
        float beta = call.Float("beta", 0.5f);
        float low = call.Scalar(1, float.NegativeInfinity);
        float high = call.Scalar(2, float.PositiveInfinity);
        return call.Node.OpType switch
        {
            "Relu" => call[0].Map(x => MathF.Max(0, x)),
            "Clip" => call[0].Map(x => MathF.Min(MathF.Max(x, low), high)),
            "LeakyRelu" => call[0].Map(x => x < 0 ? alpha * x : x),
            "Sigmoid" => call[0].Map(x => (float)(1 / (1 + Math.Exp(-x)))),
            "HardSigmoid" => call[0].Map(x => MathF.Max(0, MathF.Min(1, alpha * x + beta))),
            "HardSwish" => call[0].Map(x => x * MathF.Max(0, MathF.Min(1, x / 6 + 0.5f))),
            "Tanh" => call[0].Map(x => (float)Math.Tanh(x)),
            "Identity" or "Dropout" => call[0],
            "Cast" => Cast(call[0], (ElementType)call.Int("to", 0)),
            "CastLike" => Cast(call[0], call.Node.Input(1).Type),
            _ => throw new NotSupportedException($"{call.Node.OpType} has no reference."),
        };
    }

    public static ReferenceTensor Broadcast(ReferenceCall call, Func<float, float, float> function)
    {
        (ReferenceTensor a, ReferenceTensor b) = (call[0], call[1]);
        return ReferenceTensor.Create(
            BroadcastDims(a.Dims, b.Dims), i => function(BroadcastAt(a, i), BroadcastAt(b, i)));
    }

    public static ReferenceTensor Divide(ReferenceCall call) => call.Node.Input(0).Type.IsFloat()
        ? Broadcast(call, (a, b) => a / b)
        : Broadcast(call, (a, b) => MathF.Truncate(a / b));

    public static int[] BroadcastDims(int[] a, int[] b)
    {
        int[] dims = new int[Math.Max(a.Length, b.Length)];
        for (int i = 1; i <= dims.Length; i++)
        {
            int left = i <= a.Length ? a[^i] : 1;
            int right = i <= b.Length ? b[^i] : 1;
            dims[^i] = left == 1 ? right : left;
        }

        return dims;
    }

    /// <summary>The element of an operand at an index of the broadcast result.</summary>
    public static float BroadcastAt(ReferenceTensor operand, ReadOnlySpan<int> index)
    {
        int position = 0;
        int skipped = index.Length - operand.Rank;
        for (int axis = 0; axis < operand.Rank; axis++)
        {
            int size = operand.Dims[axis];
            position = position * size + (size == 1 ? 0 : index[axis + skipped]);
        }

        return operand.Elements[position];
    }

    public static ReferenceTensor BatchNormalization(ReferenceCall call)
    {
        double epsilon = call.Float("epsilon", 1e-5f);
        (float[] scale, float[] shift) = (call[1].Elements, call[2].Elements);
        (float[] mean, float[] variance) = (call[3].Elements, call[4].Elements);
        ReferenceTensor input = call[0];
        int inner = ReferenceTensor.CountOf(input.Dims.Skip(2));
        float[] result = new float[input.Elements.Length];
        for (int i = 0; i < result.Length; i++)
        {
            int c = i / inner % input.Dims[1];
            double normal = (input.Elements[i] - (double)mean[c]) / Math.Sqrt(variance[c] + epsilon);
            result[i] = (float)(normal * scale[c] + shift[c]);
        }

        return new(input.Dims, result);
    }

    public static ReferenceTensor Softmax(ReferenceCall call)
    {
        ReferenceTensor input = call[0];
        int axis = input.Axis(call.Int("axis", -1));
        return ReferenceTensor.Create(input.Dims, index =>
        {
            int[] other = [.. index];
            double own = input.At(index);
            double sum = 0;
            for (int i = 0; i < input.Dims[axis]; i++)
            {
                other[axis] = i;
                sum += Math.Exp(input.At(other) - own);
            }

            return (float)(1 / sum);
        });
    }

    private static ReferenceTensor Cast(ReferenceTensor input, ElementType target) => target switch
    {
        ElementType.Float32 or ElementType.Float64 => input,
        ElementType.Float16 => input.Map(x => (float)(Half)x),
        ElementType.Int32 or ElementType.Int64 => input.Map(MathF.Truncate),
        ElementType.Boolean => input.Map(x => x == 0 ? 0 : 1),
        _ => throw new NotSupportedException($"Cast to {target} has no reference."),
    };
}
