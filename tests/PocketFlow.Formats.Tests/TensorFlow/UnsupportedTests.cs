using Google.Protobuf;
using PocketFlow.Formats.TensorFlow;
using PocketFlow.Formats.TensorFlow.Wire;
using PocketFlow.Formats.Tests.TfLite;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.Tests.TensorFlow;

/// <summary>What can't be read is refused with a reason.</summary>
public sealed class UnsupportedTests
{
    [Fact]
    public void Read_UnknownOperators_ListsAll()
    {
        GraphDef graph = Graph(Node("a", "Fft", "x"), Node("b", "Relu", "a"), Node("c", "Where3", "b"));

        var e = Assert.Throws<UnsupportedOperatorException>(() => Read(graph));

        Assert.Equal(["Fft 'a'", "Where3 'c'"], e.Offenders);
    }

    [Fact]
    public void Read_UnsupportedForms_ListsAllThatCanBeLookedAt()
    {
        NodeDef first = Node("a", "Conv2D", "x", "x");
        NodeDef second = Node("b", "Conv2D", "x", "x");
        first.Attr["data_format"] = second.Attr["data_format"] =
            new AttrValue { S = ByteString.CopyFromUtf8("NCHW_VECT_C") };

        var e = Assert.Throws<UnsupportedOperatorException>(() => Read(Graph(first, second, Node("c", "Add", "a", "b"))));

        Assert.Equal(2, e.Offenders.Count);
        Assert.All(e.Offenders, o => Assert.Contains("NCHW_VECT_C", o, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_TrainingNormalization_SaysWhatToDo()
    {
        GraphDef graph = Graph(Node("n", "FusedBatchNormV3", "x", "x", "x", "x", "x"));

        var e = Assert.Throws<UnsupportedOperatorException>(() => Read(graph));

        Assert.Contains("save the model for inference", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cycle", "r", "r")]
    [InlineData("input", "nowhere", "r")]
    public void Read_BrokenGraph_NamesTheRule(string rule, string input, string name)
    {
        GraphDef graph = Graph(Node(name, "Add", "x", input), Node("out", "Relu", name));

        Assert.Equal(rule, Assert.Throws<ModelFormatException>(() => Read(graph)).Rule);
    }

    [Fact]
    public void Read_FunctionThatCallsItself_IsAFormatFault()
    {
        GraphDef graph = Graph(Node("call", "f", "x"), Node("y", "Relu", "call"));
        FunctionDef function = Function("f");
        function.NodeDef.Add(Node("inner", "f", "a"));
        function.Ret["r"] = "inner:r:0";
        graph.Library = new FunctionDefLibrary { Function = { function } };

        Assert.Equal("functions", Assert.Throws<ModelFormatException>(() => Read(graph)).Rule);
    }

    [Fact]
    public void Read_FunctionsThatDoubleEachOther_DoNotGrowWithoutEnd()
    {
        GraphDef graph = Graph(Node("call", "f0", "x"), Node("y", "Relu", "call"));
        graph.Library = new FunctionDefLibrary();
        for (int i = 0; i < 40; i++)
        {
            FunctionDef function = Function($"f{i}");
            function.NodeDef.Add(Node("one", $"f{i + 1}", "a"));
            function.NodeDef.Add(Node("two", $"f{i + 1}", "one:r:0"));
            function.Ret["r"] = "two:r:0";
            graph.Library.Function.Add(function);
        }

        Assert.Equal("size", Assert.Throws<ModelFormatException>(() => Read(graph)).Rule);
    }

    [Theory]
    [InlineData(1L << 31)]
    [InlineData(1L << 28)]
    [InlineData(-1L)]
    public void Read_ConstantThatClaimsMoreThanTheFileJustifies_IsRefused(long size)
    {
        NodeDef constant = Node("c", "Const");
        constant.Attr["value"] = new AttrValue
        {
            Tensor = new TensorProto
            {
                Dtype = 1,
                TensorShape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dim { Size = size } } },
                FloatVal = { 1 },
            },
        };
        long before = GC.GetAllocatedBytesForCurrentThread();

        var e = Assert.Throws<ModelFormatException>(() => Read(Graph(constant, Node("y", "Add", "x", "c"))));

        Assert.Equal("tensor", e.Rule);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    private static Model Read(GraphDef graph)
    {
        using var file = new TemporaryFile("model.pb");
        File.WriteAllBytes(file.Path, graph.ToByteArray());
        return TensorFlowFormat.Read(file.Path);
    }

    private static GraphDef Graph(params NodeDef[] nodes)
    {
        NodeDef input = Node("x", "Placeholder");
        input.Attr["dtype"] = new AttrValue { Type = 1 };
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(new long[] { 1, 4, 4, 1 }.Select(d => new TensorShapeProto.Types.Dim { Size = d }));
        input.Attr["shape"] = new AttrValue { Shape = shape };
        return new GraphDef { Node = { nodes.Prepend(input) } };
    }

    private static FunctionDef Function(string name) => new()
    {
        Signature = new OpDef
        {
            Name = name,
            InputArg = { new OpDef.Types.ArgDef { Name = "a" } },
            OutputArg = { new OpDef.Types.ArgDef { Name = "r" } },
        },
    };

    private static NodeDef Node(string name, string op, params string[] inputs) =>
        new() { Name = name, Op = op, Input = { inputs } };
}
