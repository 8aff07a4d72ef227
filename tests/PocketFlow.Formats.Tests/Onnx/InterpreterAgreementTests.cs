using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.Tests.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Runtimes;
using PocketFlow.Testing;

namespace PocketFlow.Formats.Tests.Onnx;

/// <summary>The interpreter that other tests trust computes what ONNX Runtime computes.</summary>
[Trait("Category", "Oracle")]
public sealed class InterpreterAgreementTests
{
    private const int Batch = 2;

    public static TheoryData<string> Networks => [.. s_networks.Keys];

    private static readonly Dictionary<string, Func<Model>> s_networks = new(StringComparer.Ordinal)
    {
        ["lenet"] = TestNetworks.LeNet,
        ["inverted-residual"] = TestNetworks.InvertedResidual,
        ["stem"] = TestNetworks.Stem,
        ["shuffle"] = TestNetworks.Shuffle,
        ["attention"] = TestNetworks.ChannelAttention,
        ["average-pools"] = () => TestNetworks.Pools("AveragePool"),
        ["max-pools"] = () => TestNetworks.Pools("MaxPool"),
        ["geometry"] = Geometry,
        ["operators"] = Operators,
    };

    [RuntimesTheory]
    [MemberData(nameof(Networks))]
    public void Run_NetworkOfEachKind_AgreesWithOnnxRuntime(string network) => AssertAgrees(s_networks[network]());

    [RuntimesTheory]
    [InlineData(0)]
    [InlineData(10)]
    public void Run_RandomGraphs_AgreesWithOnnxRuntime(int first)
    {
        for (int seed = first; seed < first + 10; seed++)
        {
            AssertAgrees(RandomGraphs.Create(seed));
        }
    }

    private static void AssertAgrees(Model model)
    {
        using var file = new TemporaryFile("model.onnx");
        OnnxFormat.Write(model, file.Path);
        float[] input = RandomGraphs.Input(model, 1, Batch);
        using var runtimes = new ModelRuntimes();
        using IModelSession session = runtimes.For(file.Path).Load(file.Path);
        float[][] expected = session.Run([input], Batch);
        IReadOnlyDictionary<string, float[]> found = ReferenceInterpreter.RunAll(model, input, Batch);
        for (int o = 0; o < expected.Length; o++)
        {
            float[] computed = found[model.Graph.Outputs[o].Name];
            float tolerance = 1e-5f * expected[o].Append(1).Max(MathF.Abs);
            Assert.Equal(expected[o].Length, computed.Length);
            Assert.All(expected[o].Zip(computed), p => Assert.Equal(p.First, p.Second, tolerance));
        }
    }

    /// <summary>Windows with uneven pads, dilation, groups, automatic padding and windows over the end.</summary>
    private static Model Geometry()
    {
        var builder = new GraphBuilder("geometry", 6);
        Value x = builder.Input("input", 4, 11, 10);
        Value weight = builder.Conv(x, "plain", 6, 3, group: 2, bias: true).Producer!.Input(1);
        Value uneven = builder.Add("Conv", [x, weight], "uneven", new AttributeMap
        {
            { "group", 2L }, { "pads", new long[] { 0, 2, 1, 3 } }, { "dilations", new long[] { 2, 1 } },
            { "strides", new long[] { 2, 3 } },
        });
        Value upper = Automatic(builder, x, weight, "SAME_UPPER");
        Value lower = Automatic(builder, x, weight, "SAME_LOWER");
        Value valid = Automatic(builder, x, weight, "VALID");
        Value average = builder.Add("AveragePool", [x], "average", new AttributeMap
        {
            { "kernel_shape", new long[] { 3, 2 } }, { "strides", new long[] { 2, 2 } },
            { "pads", new long[] { 1, 0, 0, 1 } }, { "count_include_pad", 1L },
        });
        Value ceil = builder.Add("MaxPool", [x], "ceil", new AttributeMap
        {
            { "kernel_shape", new long[] { 2, 3 } }, { "strides", new long[] { 2, 2 } }, { "ceil_mode", 1L },
        });
        return builder.Build(uneven, upper, lower, valid, average, ceil);
    }

    private static Value Automatic(GraphBuilder builder, Value x, Value weight, string mode) => builder.Add(
        "Conv", [x, weight], mode,
        new AttributeMap { { "group", 2L }, { "auto_pad", mode }, { "strides", new long[] { 2, 2 } } });

    /// <summary>Operators that the other networks lack.</summary>
    private static Model Operators()
    {
        var builder = new GraphBuilder("operators", 7);
        Value x = builder.Input("input", 3, 4, 5);
        Value Ints(params ReadOnlySpan<long> elements) => builder.Constant("ints", TensorData.Vector(elements));
        Value matrix = builder.Constant("matrix", TensorData.From<float>([1, 2, 3, 4, 5, -6, 7, 8, -9, 1], 5, 2));
        Value picked = builder.Constant("picked", TensorData.From<long>([2, -1, 0, 0], 2, 2));
        Value back = builder.Add("Slice", [x, Ints(-1, 3), Ints(-long.MaxValue, 0), Ints(3, 2), Ints(-2, -1)], "back");
        Value gathered = builder.Add("Gather", [x, picked], "gathered", new AttributeMap { { "axis", 1L } });
        Value padded = builder.Add(
            "Pad", [x, Ints(0, 1, -1, 2, 0, 0, 1, -2), builder.Constant("fill", TensorData.Scalar(0.5f))], "padded");
        Value turned = builder.Add(
            "Transpose", [x], "turned", new AttributeMap { { "perm", new long[] { 0, 3, 1, 2 } } });
        Value mean = builder.Add(
            "ReduceMean", [x], "mean", new AttributeMap { { "axes", new long[] { 1, -1 } }, { "keepdims", 0L } });
        Value rows = builder.Constant("rows", TensorData.From<float>([2, 4, 5, 8], 4, 1));
        Value divided = builder.Add("Div", [x, rows], "div");
        return builder.Build(
            back, gathered, padded, turned, mean, divided, builder.Add("MatMul", [x, matrix], "product"),
            builder.Add("Softmax", [x], "softmax", new AttributeMap { { "axis", 1L } }),
            builder.Add("HardSigmoid", [x], "hard-sigmoid", new AttributeMap { { "alpha", 0.3f } }),
            builder.Add("HardSwish", [x], "hard-swish"), builder.Add("Tanh", [x], "tanh"),
            builder.Add("Sub", [x, builder.Add("Sigmoid", [x], "sigmoid")], "sub"),
            builder.Add("Unsqueeze", [x, Ints(1)], "unsqueezed"));
    }
}
