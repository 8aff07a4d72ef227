namespace PocketFlow.Graphs.Operators;

/// <summary>Every operator that the graph knows, by ONNX name.</summary>
public static class OperatorTable
{
    private static readonly Dictionary<string, Operator> s_operators = new Operator[]
    {
        new ConvOperator(), new GemmOperator(), new MatMulOperator(), new BatchNormalizationOperator(),
        new ConvTransposeOperator(), new MaxPoolOperator(), new AveragePoolOperator(),
        new GlobalPoolOperator("GlobalAveragePool"), new GlobalPoolOperator("GlobalMaxPool"),
        new ResizeOperator(), new DepthToSpaceOperator(), new SpaceToDepthOperator(),
        new RecurrentOperator("LSTM"), new RecurrentOperator("GRU"), new RecurrentOperator("RNN"),
        new ReduceMeanOperator(),
        new ActivationOperator("Relu"), new ActivationOperator("Clip"), new ActivationOperator("LeakyRelu"),
        new ActivationOperator("Sigmoid"), new ActivationOperator("HardSigmoid"), new ActivationOperator("HardSwish"),
        new ActivationOperator("Tanh"), new ActivationOperator("Identity"), new ActivationOperator("Dropout"),
        new SoftmaxOperator(),
        new ArithmeticOperator("Add"), new ArithmeticOperator("Sub"),
        new ArithmeticOperator("Mul"), new ArithmeticOperator("Div"),
        new ConcatOperator(), new FlattenOperator(), new ReshapeOperator(), new TransposeOperator(), new PadOperator(),
        new SliceOperator(), new SqueezeOperator(), new UnsqueezeOperator(), new GatherOperator(),
        new SplitOperator(), new ExpandOperator(), new TileOperator(), new GatherElementsOperator(),
        new GatherNDOperator(), new ScatterOperator("ScatterElements"), new ScatterOperator("ScatterND"),
        new OneHotOperator(), new TopKOperator(), new TriluOperator(),
        new CastOperator("Cast"), new CastOperator("CastLike"),
        new ShapeOperator(), new SizeOperator(), new RangeOperator(), new NonZeroOperator(),
        new ConstantOperator(), new ConstantOfShapeOperator(),
    }.ToDictionary(o => o.OpType, StringComparer.Ordinal);

    /// <summary>Every operator, by name.</summary>
    public static IReadOnlyCollection<Operator> All => s_operators.Values;

    /// <summary>Whether an operator is known.</summary>
    public static bool Knows(string opType) => s_operators.ContainsKey(opType);

    /// <summary>The description of a node's operator.</summary>
    /// <exception cref="UnsupportedOperatorException">The operator is not known.</exception>
    public static Operator Get(Node node) => s_operators.TryGetValue(node.OpType, out Operator? found)
        ? found
        : throw new UnsupportedOperatorException("The graph", [$"{node.OpType} '{node.Name}'"]);
}
