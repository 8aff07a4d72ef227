using System.Globalization;
using System.Text.RegularExpressions;
using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;
using PocketFlow.Testing;

namespace PocketFlow.Tests.Conformance;

/// <summary>
/// Makes an ONNX file of a case's text. Nodes are <c>Name(operands) attributes</c>, separated by semicolons;
/// <c>Name/2(…)</c> has two outputs. The outputs of the last node are those of the model.
/// </summary>
/// <remarks>
/// Operands, separated by spaces:
/// <list type="bullet">
/// <item><c>[2,3]</c> a float input; <c>[n,3]</c> with a symbolic batch; <c>+[2,3]</c> a positive one;
/// <c>i[2,3]</c> 64-bit integers from −4 to 4.</item>
/// <item><c>*[2,3]</c> a random float constant; <c>*+[2,3]</c> a positive one.</item>
/// <item><c>{1,-2}</c> constant 64-bit integers; <c>{0.5,1}</c> floats; <c>{true,false}</c> truth values;
/// <c>#3</c>, <c>#0.5</c>, <c>#true</c> the same as scalars.</item>
/// <item><c>_</c> a left-out input; <c>$1</c> the result of the first node, <c>$1.2</c> its second output;
/// <c>@0</c> the first graph input again.</item>
/// </list>
/// Attributes: <c>axis=1 alpha=0.5 pads=[0,0] scales=[1.0,2.0] mode:text</c>.
/// </remarks>
internal sealed partial class CaseText
{
    private readonly GraphProto _graph = new() { Name = "case" };
    private readonly Random _random = new(7);
    private readonly List<CaseInput> _inputs = [];

    private CaseText(string nodes)
    {
        foreach (string node in nodes.Split(';', StringSplitOptions.TrimEntries))
        {
            AddNode(node);
        }

        NodeProto last = _graph.Node[^1];
        _graph.Output.AddRange(last.Output.Select(o => new ValueInfoProto { Name = o }));
    }

    /// <summary>The file of a case and its inputs.</summary>
    public static (ModelProto File, IReadOnlyList<CaseInput> Inputs) Parse(OperatorCase given)
    {
        var text = new CaseText(given.Nodes);
        var model = new ModelProto { IrVersion = 8, Graph = text._graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = given.Opset });
        return (model, text._inputs);
    }

    [GeneratedRegex(@"^(?<op>\w+)(/(?<outputs>\d+))?\((?<operands>[^)]*)\)(?<attributes>.*)$")]
    private static partial Regex NodePattern();

    private void AddNode(string text)
    {
        Match match = NodePattern().Match(text);
        Assert.True(match.Success, $"'{text}' is no node");
        int number = _graph.Node.Count + 1;
        var node = new NodeProto { OpType = match.Groups["op"].Value, Name = $"node{number}" };
        node.Input.AddRange(Words(match.Groups["operands"].Value).Select(Operand));
        int outputs = match.Groups["outputs"].Success ? int.Parse(match.Groups["outputs"].Value, null) : 1;
        node.Output.AddRange(Enumerable.Range(1, outputs).Select(o => $"y{number}.{o}"));
        node.Attribute.AddRange(Words(match.Groups["attributes"].Value).Select(Attribute));
        _graph.Node.Add(node);
    }

    private string Operand(string word) => word[0] switch
    {
        '_' => "",
        '$' => $"y{word[1..]}{(word.Contains('.', StringComparison.Ordinal) ? "" : ".1")}",
        '@' => _inputs[int.Parse(word[1..], CultureInfo.InvariantCulture)].Name,
        '*' => Constant(Floats(word[1] == '+', ToShape(word[(word[1] == '+' ? 2 : 1)..]))),
        '{' => Constant(Literal(Parts(word[1..^1]), isScalar: false)),
        '#' => Constant(Literal([word[1..]], isScalar: true)),
        _ => Input(word),
    };

    private string Input(string word)
    {
        Shape shape = ToShape(word[word.IndexOf('[', StringComparison.Ordinal)..]);
        var concrete = new Shape(shape.ToArray(CaseInput.Batch));
        float[] elements = word[0] == 'i'
            ? [.. Enumerable.Range(0, (int)concrete.ElementCount).Select(_ => (float)_random.Next(-4, 5))]
            : Floats(word[0] == '+', concrete).ToFloats();
        ElementType type = word[0] == 'i' ? ElementType.Int64 : ElementType.Float32;
        _inputs.Add(new CaseInput($"x{_inputs.Count}", type, shape, elements));
        _graph.Input.Add(OnnxTypes.Write(_inputs[^1].Name, type, shape));
        return _inputs[^1].Name;
    }

    private string Constant(TensorData data)
    {
        string name = $"c{_graph.Initializer.Count}";
        _graph.Initializer.Add(OnnxTensors.Write(name, data));
        return name;
    }

    private TensorData Floats(bool arePositive, Shape shape)
    {
        float[] elements = RandomGraphs.Normal(_random, shape.ElementCount, 0, 1);
        return TensorData.From<float>(
            arePositive ? Array.ConvertAll(elements, e => 0.2f + MathF.Abs(e)) : elements, shape.ToArray());
    }

    private static TensorData Literal(string[] parts, bool isScalar)
    {
        long[] dims = isScalar ? [] : [parts.Length];
        bool areTruths = parts.Length > 0 && parts[0] is "true" or "false";
        return areTruths ? TensorData.From<bool>(Array.ConvertAll(parts, bool.Parse), dims)
            : Array.Exists(parts, IsReal) ? TensorData.From<float>(Array.ConvertAll(parts, Real), dims)
            : TensorData.From<long>(Array.ConvertAll(parts, Integer), dims);
    }

    private static AttributeProto Attribute(string word)
    {
        int split = word.IndexOfAny([':', '=']);
        (string name, string content) = (word[..split], word[(split + 1)..]);
        if (word[split] == ':')
        {
            return OnnxTensors.Write(name, content);
        }

        string[] parts = Parts(content.Trim('[', ']'));
        bool isList = content[0] == '[';
        object value = Array.Exists(parts, IsReal)
            ? isList ? Array.ConvertAll(parts, Real) : Real(content)
            : isList ? Array.ConvertAll(parts, Integer) : Integer(content);
        return OnnxTensors.Write(name, value);
    }

    private static Shape ToShape(string text) => new([.. Parts(text[1..^1])
        .Select(d => d == "n" ? Dim.Symbolic("n") : Dim.FromInt64(Integer(d)))]);

    private static bool IsReal(string text) => text.Contains('.', StringComparison.Ordinal);

    private static float Real(string text) => float.Parse(text, CultureInfo.InvariantCulture);

    private static long Integer(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
