namespace PocketFlow.Graphs.Operators;

/// <summary>Every operator that the graph knows, by ONNX name.</summary>
public static class OperatorTable
{
    private static readonly Dictionary<string, Operator> s_operators = ((Operator[])
    [
        new ConvOperator(), new GemmOperator(), new MatMulOperator(), new BatchNormalizationOperator(),
        new ConvTransposeOperator(), new MaxPoolOperator(), new AveragePoolOperator(),
        new GlobalPoolOperator("GlobalAveragePool"), new GlobalPoolOperator("GlobalMaxPool"),
        new ResizeOperator(), new DepthToSpaceOperator(), new SpaceToDepthOperator(),
        new RecurrentOperator("LSTM"), new RecurrentOperator("GRU"), new RecurrentOperator("RNN"),
        new ActivationOperator("Identity"), new ActivationOperator("Dropout"), new ActivationOperator("Not"),
        .. ElementFunctions.Names.Select(name => new ActivationOperator(name)), new PReluOperator(),
        .. Names("Softmax LogSoftmax Hardmax").Select(name => new SoftmaxOperator(name)),
        .. Names("Add Sub Mul Div Pow Mod Min Max Sum Mean").Select(name => new ArithmeticOperator(name)),
        .. Names("Equal Greater GreaterOrEqual Less LessOrEqual And Or Xor")
            .Select(name => new ComparisonOperator(name)),
        new WhereOperator(),
        .. ReduceOperator.Names.Select(name => new ReduceOperator(name)),
        new ArgReduceOperator("ArgMax"), new ArgReduceOperator("ArgMin"),
        .. Names("LayerNormalization InstanceNormalization GroupNormalization")
            .Select(name => new NormalizationOperator(name)),
        .. Names("LpNormalization LRN MeanVarianceNormalization CumSum").Select(name => new StatisticsOperator(name)),
        new EinsumOperator(),
        new ConcatOperator(), new FlattenOperator(), new ReshapeOperator(), new TransposeOperator(), new PadOperator(),
        new SliceOperator(), new SqueezeOperator(), new UnsqueezeOperator(), new GatherOperator(),
        new SplitOperator(), new ExpandOperator(), new TileOperator(), new GatherElementsOperator(),
        new GatherNDOperator(), new ScatterOperator("ScatterElements"), new ScatterOperator("ScatterND"),
        new OneHotOperator(), new TopKOperator(), new TriluOperator(),
        new CastOperator("Cast"), new CastOperator("CastLike"),
        new ShapeOperator(), new SizeOperator(), new RangeOperator(), new NonZeroOperator(),
        new ConstantOperator(), new ConstantOfShapeOperator(),
    ]).ToDictionary(o => o.OpType, StringComparer.Ordinal);

    /// <summary>Every operator, by name.</summary>
    public static IReadOnlyCollection<Operator> All => s_operators.Values;

    /// <summary>Whether an operator is known.</summary>
    public static bool Knows(string opType) => s_operators.ContainsKey(opType);

    /// <summary>The description of a node's operator.</summary>
    /// <exception cref="UnsupportedOperatorException">The operator is not known.</exception>
    public static Operator Get(Node node) => s_operators.TryGetValue(node.OpType, out Operator? found)
        ? found
        : throw new UnsupportedOperatorException("The graph", [$"{node.OpType} '{node.Name}'"]);

    private static string[] Names(string names) => names.Split(' ');
}
