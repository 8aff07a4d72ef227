using PocketFlow.Formats.Onnx.Wire;

namespace PocketFlow.Formats.Onnx;

/// <summary>Turns a parsed header into an <see cref="OnnxSummary"/>.</summary>
internal static class OnnxSummaryReader
{
    public static OnnxSummary Read(ModelHeader header, string path)
    {
        GraphHeader graph = header.Graph
            ?? throw new ModelFormatException(path, "graph", "there is no graph in it; this is no ONNX model.");
        var constants = graph.Initializer.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        return new OnnxSummary
        {
            GraphName = graph.Name,
            IrVersion = header.IrVersion,
            Opset = OnnxHeaderRules.OpsetOf(header.OpsetImport, path),
            ProducerName = header.ProducerName,
            ProducerVersion = header.ProducerVersion,
            Inputs = [.. graph.Input.Where(i => !constants.Contains(i.Name)).Select(OnnxTypes.Read)],
            Outputs = [.. graph.Output.Select(OnnxTypes.Read)],
            Metadata = Metadata(header.MetadataProps),
            NodeCount = graph.Node.Count,
            ParameterCount = graph.Initializer.Sum(t => t.Dims.Aggregate(1L, (count, dim) => checked(count * dim))),
            IsQuantized = graph.Node.Any(n => n.OpType == "DequantizeLinear"),
        };
    }

    private static SortedDictionary<string, string> Metadata(IEnumerable<StringStringEntryProto> entries)
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (StringStringEntryProto entry in entries)
        {
            metadata[entry.Key] = entry.Value;
        }

        return metadata;
    }
}
