namespace PocketFlow.Graphs.Tests.Passes;

/// <summary>
/// Random graphs of operators that may compute on permuted axes, with Transposes of any kind between them: values of
/// rank 1 to 5, several of them graph outputs.
/// </summary>
internal sealed class PermutedGraphs
{
    private readonly Random _random;
    private readonly GraphBuilder _builder;
    private readonly List<Value> _values = [];

    private PermutedGraphs(int seed)
    {
        _random = new Random(seed);
        _builder = new GraphBuilder($"permuted{seed}", seed);
        _values.Add(_builder.Input("x", 2, 3, _random.Next(1, 4)));
    }

    public static Model Create(int seed)
    {
        var graphs = new PermutedGraphs(seed);
        int count = graphs._random.Next(4, 14);
        for (int i = 0; i < count; i++)
        {
            graphs._values.Add(graphs.Next());
        }

        Value[] outputs = [.. graphs._values.Skip(1).Where((v, i) => i == count - 1 || graphs._random.Next(6) == 0)];
        return graphs._builder.Build(outputs);
    }

    private Value Next()
    {
        Value x = _values[Math.Max(0, _values.Count - 1 - _random.Next(0, 3))];
        Shape shape = x.KnownShape;
        int axis = _random.Next(0, shape.Rank);
        return _random.Next(0, 14) switch
        {
            0 or 1 or 2 or 3 or 4 => Transpose(x, [.. Shuffled(shape.Rank)]),
            5 => _builder.Relu(x, "relu"),
            6 => Arithmetic(x),
            7 => Sum(x),
            8 => _builder.Add("Concat", [x, x], "concat", Axis(shape[axis].IsKnown ? axis : shape.Rank - 1)),
            9 => _builder.Add("Softmax", [x], "softmax", Axis(axis)),
            10 => Reduce(x, axis),
            11 => Slice(x, axis),
            12 => Pad(x, axis),
            _ => Reshape(x),
        };
    }

    private Value Transpose(Value x, long[] perm) =>
        _builder.Add("Transpose", [x], "transpose", new AttributeMap { { "perm", perm } });

    private Value Arithmetic(Value x)
    {
        // A constant of any lower rank, with axes of size 1 here and there.
        long[] dims = [.. x.KnownShape.Skip(_random.Next(0, x.KnownShape.Rank))
            .Select(d => d.IsKnown && _random.Next(3) > 0 ? d.Size : 1)];
        float[] elements = Array.ConvertAll(new float[TensorData.CountOf(dims)], _ => 2 * _random.NextSingle() - 0.7f);
        Value constant = _builder.Constant("constant", TensorData.From<float>(elements, dims));
        return _builder.Add(_random.Next(2) == 0 ? "Mul" : "Sub", [x, constant], "arithmetic");
    }

    /// <summary>The sum with another value that is permuted to fit, or with a mean of itself.</summary>
    private Value Sum(Value x)
    {
        Shape shape = x.KnownShape;
        Value? other = _values.Find(v => v != x && v.KnownShape.ToString() == shape.ToString());
        other ??= _builder.Add("ReduceMean", [x], "mean", new AttributeMap
        {
            { "axes", new long[] { _random.Next(0, shape.Rank) } },
        });
        return _builder.Add(x, other, "sum");
    }

    private Value Reduce(Value x, int axis)
    {
        bool keeps = _random.Next(2) == 0 || x.KnownShape.Rank < 3 || !x.KnownShape[axis].IsKnown;
        return _builder.Add("ReduceMean", [x], "reduced", new AttributeMap
        {
            { "axes", new long[] { axis } }, { "keepdims", keeps },
        });
    }

    private Value Slice(Value x, int axis)
    {
        if (x.KnownShape[axis] is not { IsKnown: true, Size: > 1 })
        {
            return x.KnownShape.Rank < 5
                ? _builder.Add("Unsqueeze", [x, Ints(axis)], "unsqueezed")
                : _builder.Relu(x, "relu");
        }

        return _builder.Add("Slice", [x, Ints(-1), Ints(-9), Ints(axis - x.KnownShape.Rank), Ints(-1)], "slice");
    }

    private Value Pad(Value x, int axis)
    {
        long[] pads = new long[2 * x.KnownShape.Rank];
        if (x.KnownShape[axis] is { IsKnown: true, Size: < 6 })
        {
            pads[axis] = 1;
            pads[axis + x.KnownShape.Rank] = _random.Next(0, 2);
        }

        return _builder.Add("Pad", [x, Ints(pads)], "pad");
    }

    private Value Reshape(Value x)
    {
        Shape shape = x.KnownShape;
        int open = shape.ToList().FindIndex(d => !d.IsKnown);
        if (_random.Next(2) == 0 && open == 0)
        {
            return _builder.Gemm(_builder.Relu(_builder.Flatten(x, "flat"), "hidden"), "fc", 4);
        }

        // Merges a neighbouring pair of axes.
        int at = _random.Next(0, Math.Max(1, shape.Rank - 1));
        if (shape.Rank < 2 || at == open || at + 1 == open || open < 0)
        {
            return _builder.Add("Sigmoid", [x], "sigmoid");
        }

        long[] dims = shape.ToArray(-1);
        long[] merged = [.. dims[..at], dims[at] * dims[at + 1], .. dims[(at + 2)..]];
        return _builder.Add("Reshape", [x, Ints(merged)], "reshaped");
    }

    private static AttributeMap Axis(long axis) => new() { { "axis", axis } };

    private IEnumerable<long> Shuffled(int rank) =>
        Enumerable.Range(0, rank).Select(i => (long)i).OrderBy(_ => _random.Next());

    private Value Ints(params long[] elements) => _builder.Constant("ints", TensorData.Vector(elements));
}
