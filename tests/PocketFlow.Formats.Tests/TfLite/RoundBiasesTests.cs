using System.Runtime.InteropServices;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Passes;

namespace PocketFlow.Formats.Tests.TfLite;

public sealed class RoundBiasesTests
{
    [Fact]
    public void Run_QuantizedModel_MakesBiasesWhatTheFileHolds()
    {
        Model model = TestNetworks.Quantize(TestNetworks.LeNet());
        foreach (Node node in model.Graph.Nodes.Where(n => n.OpType is "Conv" or "Gemm"))
        {
            float[] reals = [.. Enumerable.Range(1, (int)node.Input(2).Data!.Count).Select(i => i / 7f)];
            Graph.SetData(node.Input(2), TensorData.From<float>(reals, reals.Length));
        }

        Assert.True(new RoundBiases().Run(model));
        Assert.False(new RoundBiases().Run(model));

        TfLiteContent content = GraphLoweringTests.Lower(model);
        TfLiteOperator conv = content.Operators.First(o => o.Code == BuiltinOperator.CONV_2D);
        TfLiteTensor bias = content.Tensors[conv.Inputs[2]];
        int[] integers = MemoryMarshal.Cast<byte, int>(content.Buffers[bias.Buffer].Span).ToArray();
        float[] rounded = model.Graph.Nodes.First(n => n.OpType == "Conv").Input(2).Data!.ToFloats();
        Assert.Equal(rounded, integers.Select((q, i) => (float)((double)q * bias.Quantization!.Scales[i])));
        Assert.NotEqual(1 / 7f, rounded[0]);
    }

    [Fact]
    public void Run_FloatModel_ChangesNothing() =>
        Assert.False(new RoundBiases().Run(TestNetworks.LeNet()));
}
