namespace PocketFlow.Testing.Interpreter;

/// <summary>Functions of elements at the same place of several broadcast operands.</summary>
internal static class CombineReference
{
    public static ReferenceTensor? TryCombine(ReferenceCall call)
    {
        if (Find(call) is not { } function)
        {
            return null;
        }

        ReferenceTensor[] operands = [.. Enumerable.Range(0, call.Count).Select(i => call[i])];
        int[] dims = operands.Select(o => o.Dims).Aggregate(ElementReference.BroadcastDims);
        return ReferenceTensor.Create(
            dims, i => function(Array.ConvertAll(operands, o => ElementReference.BroadcastAt(o, i))));
    }

    private static Func<float[], float>? Find(ReferenceCall call) => call.Node.OpType switch
    {
        "Pow" => e => (float)Math.Pow(e[0], e[1]),
        "Mod" when call.Int("fmod", 0) != 0 => e => e[0] - e[1] * MathF.Truncate(e[0] / e[1]),
        "Mod" => e => e[0] - e[1] * MathF.Floor(e[0] / e[1]),
        "Min" => e => e.Min(),
        "Max" => e => e.Max(),
        "Sum" => e => e.Sum(),
        "Mean" => e => e.Average(),
        "Equal" => e => e[0] == e[1] ? 1 : 0,
        "Greater" => e => e[0] > e[1] ? 1 : 0,
        "GreaterOrEqual" => e => e[0] >= e[1] ? 1 : 0,
        "Less" => e => e[0] < e[1] ? 1 : 0,
        "LessOrEqual" => e => e[0] <= e[1] ? 1 : 0,
        "And" => e => e[0] * e[1],
        "Or" => e => MathF.Max(e[0], e[1]),
        "Xor" => e => e[0] == e[1] ? 0 : 1,
        "Where" => e => e[0] != 0 ? e[1] : e[2],
        "PRelu" => e => e[0] < 0 ? e[0] * e[1] : e[0],
        _ => null,
    };
}
