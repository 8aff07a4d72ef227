using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Every operator that can be written, by ONNX name.</summary>
internal static class OperatorWriters
{
    private static readonly Dictionary<string, OperatorWriter> s_writers = new OperatorWriter[]
    {
        new ConvWriter(), new ConvTransposeWriter(), new ResizeWriter(), new BlockWriter(), new GlobalMaxPoolWriter(),
        new RecurrentWriter(), new GemmWriter(), new MatMulWriter(), new NormalizationWriter(), new MeanWriter(),
        new MaxPoolWriter(), new AveragePoolWriter(), new SoftmaxWriter(), new ReluWriter(), new UnaryWriter(),
        new HardSigmoidWriter(), new ArithmeticWriter(), new ConcatWriter(), new PadWriter(), new SliceWriter(),
        new ReshapeWriter(), new TransposeWriter(), new IdentityWriter(),
        new SplitWriter(), new GatherWriter(), new TileWriter(), new CastWriter(), new TopKWriter(), new OneHotWriter(),
        new TriluWriter(),
    }.SelectMany(w => w.OpTypes.Select(t => (t, w))).ToDictionary(p => p.t, p => p.w, StringComparer.Ordinal);

    /// <summary>The ONNX names of the operators that can be written.</summary>
    public static IReadOnlyCollection<string> Names => s_writers.Keys;

    public static OperatorWriter? Find(Node node) => s_writers.GetValueOrDefault(node.OpType);
}
