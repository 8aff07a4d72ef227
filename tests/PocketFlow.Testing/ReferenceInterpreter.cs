using PocketFlow.Graphs;
using PocketFlow.Testing.Interpreter;

namespace PocketFlow.Testing;

/// <summary>
/// Executes a graph as ONNX defines it, with plain loops that share nothing with the product's own execution, so that
/// the two can be compared. Slow; ignores quantization.
/// </summary>
public static class ReferenceInterpreter
{
    /// <summary>
    /// The first output for an input in row-major order; <paramref name="batch"/> stands for symbols.
    /// </summary>
    public static float[] Run(Model model, float[] input, int batch = 1) =>
        Execute(model.Graph, input, batch)[model.Graph.Outputs[0]].Elements;

    /// <summary>Every value of the graph by name: the input, constants, and what each node computes.</summary>
    public static IReadOnlyDictionary<string, float[]> RunAll(Model model, float[] input, int batch = 1) =>
        Execute(model.Graph, input, batch).ToDictionary(v => v.Key.Name, v => v.Value.Elements);

    private static Dictionary<Value, ReferenceTensor> Execute(Graph graph, float[] input, int batch)
    {
        Value only = graph.Inputs.Single();
        int[] dims = Array.ConvertAll(only.KnownShape.ToArray(batch), d => (int)d);
        if (ReferenceTensor.CountOf(dims) != input.Length)
        {
            throw new ArgumentException($"{input.Length} elements were given for [{string.Join(", ", dims)}].");
        }

        var values = new Dictionary<Value, ReferenceTensor> { [only] = new(dims, input) };
        foreach (Value constant in graph.Initializers)
        {
            values[constant] = ReferenceTensor.Of(constant.Data!);
        }

        foreach (Node node in graph.Nodes)
        {
            ReferenceTensor[] results = ComputeAll(new ReferenceCall(node, values));
            for (int i = 0; i < node.Outputs.Count; i++)
            {
                values[node.Outputs[i]] = results[i];
            }
        }

        return values;
    }

    private static ReferenceTensor[] ComputeAll(ReferenceCall call) => call.Node.OpType switch
    {
        // The mask keeps everything at inference.
        "Dropout" => [call[0], call[0].Map(_ => 1)],
        "Split" => SelectionReference.Split(call),
        "TopK" => SelectionReference.TopK(call),
        _ => [Compute(call)],
    };

    private static ReferenceTensor Compute(ReferenceCall call) => call.Node.OpType switch
    {
        "Conv" => ConvReference.Conv(call),
        "ConvTranspose" => ConvTransposeReference.ConvTranspose(call),
        "Gemm" => DenseReference.Gemm(call),
        "MatMul" => DenseReference.MatMul(call),
        "BatchNormalization" => ElementReference.BatchNormalization(call),
        "MaxPool" or "AveragePool" => PoolReference.Pool(call),
        "GlobalAveragePool" => PoolReference.Mean(call, [.. Enumerable.Range(2, call[0].Rank - 2)], true),
        "GlobalMaxPool" => PoolReference.GlobalMax(call),
        "Resize" => SpaceReference.Resize(call),
        "DepthToSpace" => SpaceReference.DepthToSpace(call),
        "SpaceToDepth" => SpaceReference.SpaceToDepth(call),
        "LSTM" or "GRU" or "RNN" => RecurrentReference.Run(call),
        "LayerNormalization" => NormalizationReference.Layer(call),
        "InstanceNormalization" or "GroupNormalization" => NormalizationReference.Group(call),
        "LpNormalization" => NormalizationReference.Lp(call),
        "LRN" => NormalizationReference.LocalResponse(call),
        "MeanVarianceNormalization" => NormalizationReference.MeanVariance(call),
        "LogSoftmax" => NormalizationReference.LogSoftmax(call),
        "Hardmax" => NormalizationReference.Hardmax(call),
        "ArgMax" => ReduceReference.ArgReduce(call, 1),
        "ArgMin" => ReduceReference.ArgReduce(call, -1),
        "CumSum" => ReduceReference.CumSum(call),
        "Einsum" => ReduceReference.Einsum(call),
        "Softmax" => ElementReference.Softmax(call),
        "Add" => ElementReference.Broadcast(call, (a, b) => a + b),
        "Sub" => ElementReference.Broadcast(call, (a, b) => a - b),
        "Mul" => ElementReference.Broadcast(call, (a, b) => a * b),
        "Div" => ElementReference.Divide(call),
        "Concat" => LayoutReference.Concat(call),
        "Flatten" => LayoutReference.Flatten(call),
        "Reshape" => LayoutReference.Reshape(call),
        "Transpose" => LayoutReference.Transpose(call),
        "Pad" => LayoutReference.Pad(call),
        "Slice" => LayoutReference.Slice(call),
        "Squeeze" => LayoutReference.Squeeze(call),
        "Unsqueeze" => LayoutReference.Unsqueeze(call),
        "Gather" => LayoutReference.Gather(call),
        "Shape" => LayoutReference.Shape(call),
        "Size" => new([], [call[0].Elements.Length]),
        "Expand" => SelectionReference.Expand(call),
        "Tile" => SelectionReference.Tile(call),
        "Range" => SelectionReference.Range(call),
        "OneHot" => SelectionReference.OneHot(call),
        "NonZero" => SelectionReference.NonZero(call),
        "Trilu" => SelectionReference.Trilu(call),
        "GatherElements" => SelectionReference.GatherElements(call),
        "GatherND" => SelectionReference.GatherND(call),
        "ScatterElements" or "ScatterND" => SelectionReference.Scatter(call),
        "Constant" or "ConstantOfShape" => LayoutReference.Constant(call),
        var opType when opType.StartsWith("Reduce", StringComparison.Ordinal) => ReduceReference.Reduce(call),
        _ => FunctionReference.TryMap(call) ?? CombineReference.TryCombine(call) ?? ElementReference.Activation(call),
    };
}
