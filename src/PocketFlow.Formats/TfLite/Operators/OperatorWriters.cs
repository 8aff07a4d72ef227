using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Every operator that can be written, by ONNX name.</summary>
internal static class OperatorWriters
{
    private static readonly Dictionary<string, OperatorWriter> s_writers = new OperatorWriter[]
    {
        new ConvWriter(), new ConvTransposeWriter(), new ResizeWriter(), new BlockWriter(), new RecurrentWriter(),
        new GemmWriter(), new MatMulWriter(), new NormalizationWriter(), new ReduceWriter(),
        new ArgReduceWriter(), new CumSumWriter(), new MaxPoolWriter(), new AveragePoolWriter(), new SoftmaxWriter(),
        new HardmaxWriter(), new LocalResponseWriter(), new ReluWriter(), new UnaryWriter(), new HardSigmoidWriter(),
        new PReluWriter(), new ArithmeticWriter(), new ConcatWriter(), new PadWriter(), new SliceWriter(),
        new ReshapeWriter(), new TransposeWriter(), new IdentityWriter(),
        new SplitWriter(), new GatherWriter(), new TileWriter(), new CastWriter(), new TopKWriter(), new OneHotWriter(),
        new TriluWriter(),
    }.SelectMany(w => w.OpTypes.Select(t => (t, w))).ToDictionary(p => p.t, p => p.w, StringComparer.Ordinal);

    /// <summary>The ONNX names of the operators that can be written.</summary>
    public static IReadOnlyCollection<string> Names => s_writers.Keys;

    /// <summary>Why a node whose shapes are fixed can't be written, or null where it can.</summary>
    public static string? Objection(Node node)
    {
        if (Find(node) is not { } writer)
        {
            return "no TFLite form";
        }

        IEnumerable<Value> computed = node.Inputs.OfType<Value>().Where(v => !v.IsInitializer)
            .Concat(node.Outputs.Where(o => o == node.Output || o.Uses.Count > 0));
        Value? wrong = computed.FirstOrDefault(v => v.Type != ElementType.Float32 && !writer.Accepts(v.Type));
        return wrong is null
            ? writer.Refuse(node)
            : $"'{wrong.Name}' is {wrong.Type}, which this operator is not written for";
    }

    public static OperatorWriter? Find(Node node) => s_writers.GetValueOrDefault(node.OpType);
}
