using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.Onnx;

/// <summary>Builds a model from a parsed file: constants, inputs, nodes in the normal form, outputs.</summary>
internal sealed class OnnxReader
{
    private const string Target = "PocketFlow";

    /// <summary>The operators on integers that are read as grids of float values.</summary>
    public static IEnumerable<string> IntegerOperators =>
        [.. QdqReader.Names, .. QuantizedOperators.Names, .. DynamicQuantization.Names];

    private readonly ModelProto _proto;
    private readonly string _path;
    private readonly OnnxTensorReader _tensors;
    private readonly List<string> _offenders = [];

    public OnnxReader(ModelProto proto, string path)
    {
        _proto = proto;
        _path = path;
        _tensors = new OnnxTensorReader(path);
    }

    public Model Read()
    {
        GraphProto source = _proto.Graph ?? throw Fault("graph", "there is no graph in it; this is no ONNX model.");
        int opset = OnnxHeaderRules.OpsetOf(_proto.OpsetImport, _path);
        OnnxHeaderRules.CheckOpset(opset, _path);
        CheckOperators(source);
        var graph = new Graph(source.Name.Length > 0 ? source.Name : "graph");
        AddConstants(graph, source);
        var conversion = new OpsetConversion(graph, opset, _offenders);
        AddNodes(graph, source, conversion);
        AddOutputs(graph, source);
        FloatForm.Apply(graph);
        new QuantizedOperators(graph, _offenders).Run();
        new DynamicQuantization(graph, _offenders).Run();
        ThrowOffenders();
        new QdqReader(graph, _offenders).Run();
        ThrowOffenders();
        Model model = new Model(graph).Simplify();
        conversion.Finish();
        ThrowOffenders();
        foreach (StringStringEntryProto entry in _proto.MetadataProps)
        {
            model.Metadata[entry.Key] = entry.Value;
        }

        GraphVerifier.Verify(graph);
        return model;
    }

    private void CheckOperators(GraphProto source)
    {
        foreach (NodeProto node in source.Node)
        {
            bool isInteger = QdqReader.Knows(node.OpType) || QuantizedOperators.Knows(node.OpType);
            if (!OnnxHeaderRules.IsStandard(node.Domain) && !(OnnxHeaderRules.IsOfRuntime(node.Domain) && isInteger))
            {
                _offenders.Add($"{node.Domain}::{node.OpType} '{node.Name}'");
            }
            else if (!OperatorTable.Knows(node.OpType) && !OpsetConversion.Knows(node.OpType) && !isInteger
                && !DynamicQuantization.Knows(node.OpType))
            {
                _offenders.Add($"{node.OpType} '{node.Name}'");
            }
        }

        ThrowOffenders();
        if (source.SparseInitializer.Count > 0)
        {
            throw Fault(
                "tensor", $"{source.SparseInitializer.Count} initializers are sparse; only dense ones can be read.");
        }
    }

    private void AddConstants(Graph graph, GraphProto source)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (TensorProto tensor in source.Initializer)
        {
            if (tensor.Name.Length == 0 || !names.Add(tensor.Name))
            {
                throw Fault("unique-name", $"an initializer has no name, or '{tensor.Name}' is defined twice.");
            }

            graph.AddInitializer(tensor.Name, _tensors.Read(tensor));
        }

        // Old files list every initializer among the inputs too.
        foreach (OnnxValueInfo input in source.Input.Select(OnnxTypes.Read).Where(i => !names.Contains(i.Name)))
        {
            bool hasType = input.Type is not (ElementType.Undefined or ElementType.Text);
            if (input.Name.Length == 0 || !hasType || input.Shape is null)
            {
                throw Fault("input", $"the input '{input.Name}' must have a name, a number type and a shape.");
            }

            graph.AddInput(input.Name, input.Type, input.Shape);
        }
    }

    private void AddNodes(Graph graph, GraphProto source, OpsetConversion conversion)
    {
        var attributes = new OnnxAttributeReader(_tensors);
        foreach (NodeProto node in source.Node)
        {
            Value?[] inputs = [.. node.Input.Select(name => Find(graph, node, name))];
            string[] outputs = Outputs(graph, node);
            AttributeMap settings = attributes.Read(node, _offenders);
            string name = node.Name.Length > 0 ? node.Name : outputs[0];
            conversion.Apply(graph.Add(node.OpType, inputs, outputs, settings, name));
        }
    }

    private Value? Find(Graph graph, NodeProto node, string name) => name.Length == 0
        ? null
        : graph.Find(name) ?? throw Fault(
            "topological-order",
            $"the node {node.OpType} '{node.Name}' reads '{name}', which nothing before it computes.");

    private string[] Outputs(Graph graph, NodeProto node)
    {
        // Empty names at the end stand for outputs that are left out.
        string[] names = [.. node.Output.Reverse().SkipWhile(o => o.Length == 0).Reverse()];
        if (names.Length == 0)
        {
            throw Fault("outputs", $"the node {node.OpType} '{node.Name}' has no outputs.");
        }

        for (int i = 0; i < names.Length; i++)
        {
            names[i] = names[i].Length > 0 ? names[i] : graph.FreshName($"{names[^1]}_unused");
            if (graph.Find(names[i]) is not null || Array.IndexOf(names, names[i]) != i)
            {
                throw Fault(
                    "single-assignment", $"'{names[i]}' is computed twice, last by {node.OpType} '{node.Name}'.");
            }
        }

        return names;
    }

    private void AddOutputs(Graph graph, GraphProto source)
    {
        foreach (ValueInfoProto output in source.Output)
        {
            graph.AddOutput(graph.Find(output.Name)
                ?? throw Fault("outputs", $"the output '{output.Name}' is not computed by any node."));
        }

        if (graph.Outputs.Count == 0)
        {
            throw Fault("outputs", "the graph has no outputs.");
        }
    }

    private void ThrowOffenders()
    {
        if (_offenders.Count > 0)
        {
            throw new UnsupportedOperatorException(Target, _offenders);
        }
    }

    private ModelFormatException Fault(string rule, string found) => new(_path, rule, found);
}
