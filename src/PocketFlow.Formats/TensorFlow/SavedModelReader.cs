using PocketFlow.Formats.TensorFlow.Checkpoint;
using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Formats.TensorFlow.Wire;

namespace PocketFlow.Formats.TensorFlow;

/// <summary>Opens a SavedModel: a graph for serving, its signatures, and variables in a checkpoint beside it.</summary>
internal static class SavedModelReader
{
    private const string ServeTag = "serve";
    private const string InitializerSignature = "__saved_model_init_op";

    public static TensorFlowSource Open(string folder, TensorFlowReadOptions options)
    {
        string path = Path.Combine(folder, TensorFlowFormat.SavedModelFile);
        SavedModel file = ProtobufFile.Parse(path, SavedModel.Parser, "SavedModel");
        MetaGraphDef model = file.MetaGraphs.FirstOrDefault(m => m.MetaInfoDef?.Tags.Contains(ServeTag) == true)
            ?? file.MetaGraphs.FirstOrDefault()
            ?? throw new ModelFormatException(path, "graph", "there is no graph in it.");
        model.GraphDef ??= new GraphDef();
        string prefix = Path.Combine(folder, "variables", "variables");
        bool hasVariables = File.Exists(prefix + ".index");
        var tensors = new TensorReader(path, new FileInfo(path).Length);
        TensorBundle? bundle = hasVariables ? new TensorBundle(prefix, tensors) : null;
        ObjectKeys? keys = bundle is null ? null : ObjectKeys.Find(model, bundle, prefix + ".index");
        var builder = new FlowBuilder(path);
        var graph = new FlowGraph(path);
        SignatureDef signature = Choose(model, options.Signature, path);
        AddInterface(graph, builder, builder.Build(model.GraphDef.Node), signature);
        return new(graph, builder, model.GraphDef.Library, tensors, new Variables(path, bundle, keys))
        {
            Version = model.MetaInfoDef?.TensorflowVersion ?? "",
            Signatures = Names(model),
            Outputs = [.. Sorted(signature.Outputs).Select(o => new TensorFlowTensorInfo(
                o.Key, TensorFlowTypes.Read(o.Value.Dtype), TensorFlowTypes.Read(o.Value.TensorShape)))],
        };
    }

    private static SignatureDef Choose(MetaGraphDef model, string wanted, string path)
    {
        if (model.SignatureDef.TryGetValue(wanted, out SignatureDef? signature))
        {
            return signature;
        }

        string[] names = Names(model);
        return names.Length == 1 && wanted == new TensorFlowReadOptions().Signature
            ? model.SignatureDef[names[0]]
            : throw new ModelFormatException(
                path, "signature",
                $"there is no signature '{wanted}'; the model has: {string.Join(", ", names.DefaultIfEmpty("none"))}.");
    }

    private static string[] Names(MetaGraphDef model) =>
        [.. model.SignatureDef.Keys.Where(k => k != InitializerSignature).Order(StringComparer.Ordinal)];

    private static void AddInterface(
        FlowGraph graph, FlowBuilder builder, Dictionary<string, FlowNode> nodes, SignatureDef signature)
    {
        foreach ((string name, TensorInfo info) in Sorted(signature.Inputs))
        {
            graph.AddInput(
                builder.Resolve(info.Name, nodes), name, TensorFlowTypes.Read(info.Dtype),
                TensorFlowTypes.Read(info.TensorShape));
        }

        foreach ((string name, TensorInfo info) in Sorted(signature.Outputs))
        {
            graph.Outputs.Add((name, builder.Resolve(info.Name, nodes)));
        }

        if (graph.Outputs.Count == 0)
        {
            throw new ModelFormatException(graph.Path, "outputs", "the signature has no outputs.");
        }
    }

    // Protobuf keeps no order of the entries of a map.
    private static IOrderedEnumerable<KeyValuePair<string, TensorInfo>> Sorted(
        IEnumerable<KeyValuePair<string, TensorInfo>> entries) => entries.OrderBy(e => e.Key, StringComparer.Ordinal);
}
