using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Turns the operators of a file into a graph in ONNX semantics; images become channels-first.</summary>
internal sealed class TfLiteImport(TfLiteSubgraph source, bool isBatchOpen)
{
    public const string Target = "PocketFlow";

    private readonly Dictionary<int, Value> _values = [];
    private readonly List<string> _offenders = [];
    private readonly GraphEmitter _emitter = new(new Graph(source.Name.Length > 0 ? source.Name : "graph"));
    private readonly IReadOnlyDictionary<TfLiteNode, DilatedWindow?> _dilated = DilatedWindow.Find(source);

    /// <summary>
    /// The type that the graph computes in: floats of any width and what is quantised in 32-bit floats, other integers in 64
    /// bits, as ONNX keeps shapes.
    /// </summary>
    public static ElementType TypeOf(TfLiteTensor tensor) => tensor.Type switch
    {
        TfLiteTensorType.Boolean => ElementType.Boolean,
        TfLiteTensorType.Int32 or TfLiteTensorType.Int64 or TfLiteTensorType.UInt32 or TfLiteTensorType.UInt64
            or TfLiteTensorType.UInt16 => ElementType.Int64,
        TfLiteTensorType.Int16 when tensor.Quantization is null => ElementType.Int64,
        _ => ElementType.Float32,
    };

    /// <exception cref="UnsupportedOperatorException">Operators have no counterpart; all of them are listed.</exception>
    public Graph Run()
    {
        foreach (int input in source.Inputs)
        {
            AddInput(input);
        }

        foreach (TfLiteNode node in source.Nodes)
        {
            Read(node);
        }

        if (_offenders.Count > 0)
        {
            throw new UnsupportedOperatorException(Target, _offenders);
        }

        Array.ForEach(source.Outputs, AddOutput);
        return _emitter.Graph;
    }

    private void AddInput(int index)
    {
        TfLiteTensor tensor = source.Tensors[index];
        Dim[] dims = [.. tensor.Dims.Select(d => d >= 0 ? Dim.FromInt64(d) : Dim.Unknown)];
        if (isBatchOpen && dims.Length > 0)
        {
            dims[0] = Dim.Symbolic("batch");
        }

        bool isImage = dims.Length == 4;
        var shape = new Shape(isImage ? [dims[0], dims[3], dims[1], dims[2]] : dims);
        ElementType working = TypeOf(tensor);
        bool isNarrow = tensor.Type == TfLiteTensorType.Int32;
        string name = _emitter.Graph.FreshName(tensor.Name.Length > 0 ? tensor.Name : "input");
        Value value = _emitter.Graph.AddInput(name, isNarrow ? ElementType.Int32 : working, shape);
        value.Quantization = ActivationGrid(tensor);
        if (isNarrow)
        {
            value = _emitter.Emit("Cast", [value], new AttributeMap { { "to", (long)working } }, name + "_wide");
        }

        _values[index] = isImage ? Transpose(value, name, 0, 2, 3, 1) : value;
    }

    // An operator that reads what could not be read has its fault already told.
    private void Read(TfLiteNode node)
    {
        if (!TfLiteReaders.Knows(node.Code))
        {
            string name = node.Outputs.Length > 0 ? source.Tensors[node.Outputs[0]].Name : "";
            _offenders.Add($"{node.OperatorName} '{name}'");
            return;
        }

        if (node.Outputs.Length == 0 || node.Inputs.Any(i => i >= 0 && Find(i) is null))
        {
            return;
        }

        try
        {
            IReadOnlyList<Value> results = Results(node);
            for (int i = 0; i < Math.Min(results.Count, node.Outputs.Length); i++)
            {
                Define(node.Outputs[i], results[i]);
            }

            if (results.Count < node.Outputs.Length)
            {
                throw source.Fault("outputs", $"{node.OperatorName} has {node.Outputs.Length} outputs.");
            }
        }
        catch (UnsupportedOperatorException e)
        {
            _offenders.AddRange(e.Offenders);
        }
    }

    private IReadOnlyList<Value> Results(TfLiteNode node)
    {
        bool isDilated = _dilated.TryGetValue(node, out DilatedWindow? window);
        if (isDilated && window is null)
        {
            return [Find(node.Inputs[0])!];
        }

        Value?[] inputs = [.. node.Inputs.Select(i => i < 0 ? null : Find(i))];
        return TfLiteReaders.Get(node.Code)(new(node, inputs, source, _emitter, isBatchOpen) { Dilation = window });
    }

    private Value? Find(int tensor)
    {
        if (!_values.TryGetValue(tensor, out Value? value) && source.Constants.Has(tensor))
        {
            string name = source.Tensors[tensor].Name;
            _values[tensor] = value = _emitter.Constant(
                source.Constants.Read(tensor), name.Length > 0 ? name : "constant");
            value.Quantization = value.Type == ElementType.Float32 ? source.Constants.GridOf(tensor) : null;
        }

        return value;
    }

    private void Define(int index, Value value)
    {
        TfLiteTensor tensor = source.Tensors[index];
        Check(tensor, value);
        _values[index] = value;
        if ((ActivationGrid(tensor) ?? value.Quantization) is { } grid && !value.IsInitializer
            && value.Type == ElementType.Float32)
        {
            Annotate(value, grid);
        }
    }

    /// <summary>Gives a value its grid, and what it was only transposed from too: rounding comes before moving.</summary>
    private static void Annotate(Value value, Quantization grid)
    {
        value.Quantization ??= grid;
        for (Value v = value; v.Producer is { OpType: "Transpose" } move && move.Input(0).Quantization is null;)
        {
            v = move.Input(0);
            v.Quantization = value.Quantization;
        }
    }

    /// <summary>With an open batch, everything must have the shape that the file states, sample by sample.</summary>
    private void Check(TfLiteTensor tensor, Value value)
    {
        bool isStated = isBatchOpen && tensor.Dims.Length > 0 && value.Shape is not null;
        if (isStated && !tensor.Dims.Select(d => (long)d).SequenceEqual(value.KnownShape.ToArray()))
        {
            throw new InvalidOperationException($"'{tensor.Name}' can't have an open batch.");
        }
    }

    private static Quantization? ActivationGrid(TfLiteTensor tensor) => tensor switch
    {
        { Quantization: { Scales: [var scale], ZeroPoints: [var zero] }, Type: TfLiteTensorType.UInt8 } =>
            new([scale], [(int)zero], null, 0, 255),
        { Quantization: { Scales: [var scale], ZeroPoints: [var zero] }, Type: TfLiteTensorType.Int8 } =>
            new([scale], [(int)zero + 128], null, 0, 255),
        _ => null,
    };

    private void AddOutput(int index)
    {
        Graph graph = _emitter.Graph;
        string name = source.Tensors[index].Name;
        Value value = Find(index)!;
        value = value.KnownShape.Rank == 4 ? Transpose(value, name, 0, 3, 1, 2) : value;
        // Each output is a value of its own.
        if (value.Producer is null || graph.Outputs.Contains(value))
        {
            Quantization? grid = value.Quantization;
            value = graph.Add("Identity", [value], null, name).Output;
            value.Producer!.Operator.Infer(value.Producer);
            value.Quantization = grid;
        }

        if (graph.Find(name) is { } taken && taken != value && !graph.Inputs.Contains(taken)
            && !graph.Outputs.Contains(taken))
        {
            graph.Rename(taken, graph.FreshName(name + "_inner"));
        }

        if (value.Name != name)
        {
            graph.Rename(value, graph.FreshName(name.Length > 0 ? name : "output"));
        }

        graph.AddOutput(value);
    }

    private Value Transpose(Value value, string name, params long[] permutation)
    {
        Value moved = _emitter.Emit("Transpose", [value], new AttributeMap { { "perm", permutation } }, name + "_moved");
        if (!moved.IsInitializer)
        {
            moved.Quantization = value.Quantization;
        }

        return moved;
    }
}
