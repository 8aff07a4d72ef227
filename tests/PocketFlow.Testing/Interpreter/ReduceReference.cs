namespace PocketFlow.Testing.Interpreter;

/// <summary>Numbers for all elements along some axes, and functions that mix elements along axes.</summary>
internal static class ReduceReference
{
    public static ReferenceTensor Reduce(ReferenceCall call)
    {
        long[]? given = call.Ints(1, "axes");
        int[] axes = given is null or []
            ? [.. Enumerable.Range(0, call[0].Rank)]
            : Array.ConvertAll(given, call[0].Axis);
        return Along(call[0], axes, call.Int("keepdims", 1) != 0, Function(call.Node.OpType));
    }

    public static ReferenceTensor ArgReduce(ReferenceCall call, int sign)
    {
        bool takesLast = call.Int("select_last_index", 0) != 0;
        return Along(call[0], [call[0].Axis(call.Int("axis", 0))], call.Int("keepdims", 1) != 0, elements =>
        {
            int best = 0;
            for (int i = 1; i < elements.Length; i++)
            {
                double difference = sign * (elements[i] - elements[best]);
                best = difference > 0 || (takesLast && difference == 0) ? i : best;
            }

            return best;
        });
    }

    /// <summary>Every element by itself and all that share its place on the other axes.</summary>
    public static ReferenceTensor Mixed(ReferenceTensor input, int[] axes, Func<double[], int, double> function) =>
        ReferenceTensor.Create(input.Dims, index =>
        {
            double[] elements = Line(input, axes, index, out int own);
            return (float)function(elements, own);
        });

    public static ReferenceTensor CumSum(ReferenceCall call)
    {
        bool isExclusive = call.Int("exclusive", 0) != 0;
        bool isReverse = call.Int("reverse", 0) != 0;
        return Mixed(call[0], [call[0].Axis((long)call[1].Elements[0])], (line, own) => line
            .Where((_, i) => (isReverse ? i > own : i < own) || (i == own && !isExclusive)).Sum());
    }

    public static ReferenceTensor Einsum(ReferenceCall call)
    {
        string[] sides = call.Node.Attributes.Text("equation", "").Split("->");
        string[] operands = sides[0].Split(',');
        string letters = string.Concat((sides[1] + sides[0]).Where(char.IsLetter).Distinct());
        int[] sizes = [.. letters.Select(c => operands.Zip([call[0], call[1]])
            .First(o => o.First.Contains(c)).Second.Dims[operands.First(o => o.Contains(c)).IndexOf(c)])];
        ReferenceTensor products = ReferenceTensor.Create(sizes, index =>
        {
            int[] at = [.. index];
            int[] Places(string operand) => [.. operand.Select(c => at[letters.IndexOf(c)])];
            (ReferenceTensor a, ReferenceTensor b) = (call[0], call[1]);
            return a.At(Places(operands[0])) * b.At(Places(operands[1]));
        });
        return Along(products, [.. Enumerable.Range(0, letters.Length).Skip(sides[1].Length)], false, e => e.Sum());
    }

    private static Func<double[], double> Function(string opType) => opType switch
    {
        "ReduceMean" => e => e.Average(),
        "ReduceSum" => e => e.Sum(),
        "ReduceMax" => e => e.Max(),
        "ReduceMin" => e => e.Min(),
        "ReduceProd" => e => e.Aggregate((a, b) => a * b),
        "ReduceL1" => e => e.Sum(Math.Abs),
        "ReduceL2" => e => Math.Sqrt(e.Sum(x => x * x)),
        "ReduceSumSquare" => e => e.Sum(x => x * x),
        "ReduceLogSum" => e => Math.Log(e.Sum()),
        "ReduceLogSumExp" => e => Math.Log(e.Sum(Math.Exp)),
        _ => throw new NotSupportedException($"{opType} has no reference."),
    };

    private static ReferenceTensor Along(
        ReferenceTensor input, int[] axes, bool keepsAxes, Func<double[], double> function)
    {
        int[] kept = [.. input.Dims.Select((d, i) => axes.Contains(i) ? 1 : d)];
        ReferenceTensor result = ReferenceTensor.Create(kept, i => (float)function(Line(input, axes, i, out _)));
        return keepsAxes ? result : result with { Dims = [.. input.Dims.Where((_, i) => !axes.Contains(i))] };
    }

    private static double[] Line(ReferenceTensor input, int[] axes, int[] index, out int own)
    {
        int[] at = [.. index];
        double[] line = new double[ReferenceTensor.CountOf(axes.Select(a => input.Dims[a]))];
        own = 0;
        for (int i = 0; i < line.Length; i++)
        {
            int rest = i;
            foreach (int axis in axes.Reverse())
            {
                at[axis] = rest % input.Dims[axis];
                rest /= input.Dims[axis];
            }

            own = at.SequenceEqual(index) ? i : own;
            line[i] = input.At(at);
        }

        return line;
    }
}
