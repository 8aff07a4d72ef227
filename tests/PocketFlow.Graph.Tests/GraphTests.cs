using System.Diagnostics;
using PocketFlow.Testing;

namespace PocketFlow.Graphs.Tests;

public sealed class GraphTests
{
    [Fact]
    public void ToString_SmallNetwork_IsStableText()
    {
        var builder = new GraphBuilder("tiny", 1);
        Value x = builder.Input("x", 2, 4, 4);
        Value y = builder.Relu(builder.Conv(x, "conv", 3, 3, stride: 2, bias: true), "relu");
        y.Quantization = Quantization.Affine(0, 5.1f);
        Model model = builder.Build(builder.Gemm(builder.GlobalAveragePool(y, "pool"), "logits", 2));

        const string Expected =
            """
            graph tiny(x: Float32[batch, 2, 4, 4])
              const conv.weight: Float32[3, 2, 3, 3]
              const conv.bias: Float32[3]
              const logits.weight: Float32[2, 3]
              const logits.bias: Float32[2]
              conv: Float32[batch, 3, 2, 2] = Conv(x, conv.weight, conv.bias) {group=1, kernel_shape=[3, 3], pads=[1, 1, 1, 1], strides=[2, 2]}
              relu: Float32[batch, 3, 2, 2] <q[0, 255] scale 0.02 zero point 0> = Relu(conv)
              pool: Float32[batch, 3, 1, 1] = GlobalAveragePool(relu)
              pool.flat: Float32[batch, 3] = Flatten(pool) {axis=1}
              logits: Float32[batch, 2] = Gemm(pool.flat, logits.weight, logits.bias) {transB=1}
              return logits

            """;
        Assert.Equal(Expected, model.ToString());
    }

    [Fact]
    public void Clone_Changed_LeavesTheOriginal()
    {
        Model model = RandomGraphs.Create(8);
        model.Metadata["key"] = "value";
        string text = model.ToString();
        float[] input = RandomGraphs.Input(model, 1);
        float[] output = ReferenceInterpreter.Run(model, input);
        Model clone = model.Clone();
        Assert.Equal(text, clone.ToString());
        Assert.Equal(output, ReferenceInterpreter.Run(clone, input));

        foreach (Value weight in clone.Graph.Initializers.Where(i => i.Type == ElementType.Float32).ToArray())
        {
            Graph.SetData(weight, TensorData.From<float>(new float[weight.Data!.Count], weight.Data.Dims));
        }

        foreach (Node node in clone.Graph.Nodes)
        {
            node.Attributes.Ints("strides")?.AsSpan().Fill(9);
            node.Attributes.Set("new", 1L);
            node.Output.Shape = Shape.Scalar;
            node.Output.Quantization = Quantization.Affine(0, 1);
        }

        clone.Graph.Rename(clone.Graph.Outputs[0], "other");
        clone.Metadata["key"] = "changed";

        Assert.Equal(text, model.ToString());
        Assert.Equal(output, ReferenceInterpreter.Run(model, input));
        Assert.Equal("value", model.Metadata["key"]);
        GraphVerifier.Verify(model.Graph);
    }

    [Fact]
    public void Sort_Cycle_IsAnInvalidGraph()
    {
        Graph graph = Chain(3, out Node[] nodes);
        nodes[0].SetInput(0, nodes[2].Output);

        Assert.Equal("acyclic", Assert.Throws<InvalidGraphException>(graph.Sort).Rule);
    }

    [Fact]
    public void Sort_NodeThatReadsItself_IsAnInvalidGraph()
    {
        Graph graph = Chain(1, out Node[] nodes);
        nodes[0].SetInput(0, nodes[0].Output);

        Assert.Equal("node0", Assert.Throws<InvalidGraphException>(graph.Sort).Node);
    }

    [Fact]
    public void Sort_DeepGraphInReverse_NeedsNoStack()
    {
        const int Depth = 20_000;
        Graph graph = Chain(Depth, out Node[] nodes);
        for (int i = 0; i < Depth - 1; i++)
        {
            nodes[i].SetInput(0, nodes[i + 1].Output);
        }

        var clock = Stopwatch.StartNew();
        graph.Sort();

        Assert.Equal(nodes.Reverse(), graph.Nodes);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }

    [Fact]
    public void Sort_SortedGraph_KeepsTheOrder()
    {
        Graph graph = RandomGraphs.Create(3).Graph;
        Node[] before = [.. graph.Nodes];

        graph.Sort();

        Assert.Equal(before, graph.Nodes);
    }

    [Fact]
    public void Remove_NodeThatIsRead_IsRefused()
    {
        Graph graph = RandomGraphs.Create(3).Graph;

        Assert.Equal("dangling", Assert.Throws<InvalidGraphException>(() => graph.Remove(graph.Nodes[0])).Rule);
    }

    [Fact]
    public void AddInitializer_NameTaken_GetsAFreshOne()
    {
        var graph = new Graph("g");
        graph.AddInput("x", ElementType.Float32, Shape.Scalar);

        Assert.Equal("x_1", graph.AddInitializer("x", TensorData.Scalar(1f)).Name);
        Assert.Throws<InvalidGraphException>(() => graph.AddInput("x", ElementType.Float32, Shape.Scalar));
    }

    private static Graph Chain(int depth, out Node[] nodes)
    {
        var graph = new Graph("chain");
        Value x = graph.AddInput("x", ElementType.Float32, new Shape(1));
        nodes = new Node[depth];
        Value last = x;
        for (int i = 0; i < depth; i++)
        {
            nodes[i] = graph.Add("Relu", [last], null, $"node{i}");
            last = depth > 3 ? x : nodes[i].Output;
        }

        return graph;
    }
}
