namespace PocketFlow.Testing.Interpreter;

/// <summary>Normalisations of each sample by itself.</summary>
internal static class NormalizationReference
{
    public static ReferenceTensor Layer(ReferenceCall call)
    {
        int axis = call[0].Axis(call.Int("axis", -1));
        ReferenceTensor normal = Standard(call[0], [.. Enumerable.Range(axis, call[0].Rank - axis)], Epsilon(call));
        return ReferenceTensor.Create(normal.Dims, i => normal.At(i) * ElementReference.BroadcastAt(call[1], i)
            + (call.Has(2) ? ElementReference.BroadcastAt(call[2], i) : 0));
    }

    public static ReferenceTensor Group(ReferenceCall call)
    {
        ReferenceTensor x = call[0];
        int groups = call.Node.OpType == "GroupNormalization" ? (int)call.Int("num_groups", 0) : x.Dims[1];
        ReferenceTensor normal = Standard(
            new([x.Dims[0], groups, x.Elements.Length / x.Dims[0] / groups], x.Elements), [2], Epsilon(call));
        ReferenceTensor shaped = new(x.Dims, normal.Elements);
        return ReferenceTensor.Create(x.Dims, i => shaped.At(i) * call[1].At(i[1]) + call[2].At(i[1]));
    }

    public static ReferenceTensor MeanVariance(ReferenceCall call)
    {
        long[] axes = call.Node.Attributes.Ints("axes") ?? [0, 2, 3];
        return Standard(call[0], Array.ConvertAll(axes, call[0].Axis), 0);
    }

    public static ReferenceTensor Lp(ReferenceCall call)
    {
        long p = call.Int("p", 2);
        return ReduceReference.Mixed(call[0], [call[0].Axis(call.Int("axis", -1))], (line, own) =>
            line[own] / Math.Pow(line.Sum(x => Math.Pow(Math.Abs(x), p)), 1.0 / p));
    }

    public static ReferenceTensor LocalResponse(ReferenceCall call)
    {
        int size = (int)call.Int("size", 1);
        return ReduceReference.Mixed(call[0], [1], (line, own) =>
        {
            int first = Math.Max(0, own - (size - 1) / 2);
            int end = Math.Min(line.Length, own + size / 2 + 1);
            double squares = line[first..end].Sum(x => x * x);
            double scale = call.Float("bias", 1) + call.Float("alpha", 1e-4f) / size * squares;
            return line[own] / Math.Pow(scale, call.Float("beta", 0.75f));
        });
    }

    public static ReferenceTensor LogSoftmax(ReferenceCall call) => ElementReference.Softmax(call).Map(MathF.Log);

    public static ReferenceTensor Hardmax(ReferenceCall call) =>
        ReduceReference.Mixed(call[0], [call[0].Axis(call.Int("axis", -1))], (line, own) =>
            Array.IndexOf(line, line.Max()) == own ? 1 : 0);

    private static double Epsilon(ReferenceCall call) => call.Float("epsilon", 1e-5f);

    private static ReferenceTensor Standard(ReferenceTensor x, int[] axes, double epsilon) =>
        ReduceReference.Mixed(x, axes, (line, own) =>
        {
            double mean = line.Average();
            double variance = line.Average(e => (e - mean) * (e - mean));
            return (line[own] - mean) / Math.Sqrt(variance + epsilon);
        });
}
