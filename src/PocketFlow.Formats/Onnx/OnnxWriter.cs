using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Passes;

namespace PocketFlow.Formats.Onnx;

/// <summary>Builds the file of a model; the model stays as it is.</summary>
internal static class OnnxWriter
{
    public static ModelProto Build(Model model, OnnxExportOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Opset, OnnxExportOptions.OldestOpset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Opset, OnnxExportOptions.NewestOpset);
        Model source = options.FoldBatchNormalization ? model.Folded() : model.Clone();
        new WidenGrids().Run(source);
        var plan = new QdqPlan(source.Graph);
        List<string> offenders = [.. plan.Offenders()];
        new OpsetTarget(source, options.Opset).Apply(offenders);
        if (offenders.Count > 0)
        {
            throw new UnsupportedOperatorException($"ONNX opset {options.Opset}", offenders);
        }

        var proto = new ModelProto
        {
            IrVersion = IrVersionOf(options.Opset),
            ProducerName = options.ProducerName,
            Graph = new OnnxGraphWriter(source.Graph, plan).Write(),
        };
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = options.Opset });
        proto.MetadataProps.AddRange(
            model.Metadata.Select(m => new StringStringEntryProto { Key = m.Key, Value = m.Value }));
        return proto;
    }

    // The container version that came out with an opset: older readers accept no newer container.
    private static long IrVersionOf(int opset) => opset switch
    {
        13 => 7,
        <= 18 => 8,
        <= 20 => 9,
        _ => 10,
    };
}
