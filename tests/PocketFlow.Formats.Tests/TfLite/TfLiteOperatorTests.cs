using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Runtimes;

namespace PocketFlow.Formats.Tests.TfLite;

/// <summary>What is read from a file computes in ONNX Runtime what LiteRT computes on the file itself.</summary>
[Trait("Category", "Oracle")]
public sealed class TfLiteOperatorTests
{
    private const int Samples = 2;

    public static TheoryData<string> Cases => [.. TfLiteOperatorCases.All.Keys];

    [RuntimesTheory]
    [MemberData(nameof(Cases))]
    public void Read_FloatOperator_AgreesWithLiteRt(string name) =>
        AssertAgreement(TfLiteOperatorCases.All[name](), 1e-4f);

    /// <summary>LiteRT rounds activations of float layers with 8-bit weights as it goes.</summary>
    [RuntimesFact]
    public void Read_HybridLayer_IsCloseToLiteRt() => AssertAgreement(TfLiteSamples.Hybrid(), 0.03f);

    [RuntimesTheory]
    [InlineData(TfLiteTensorType.Int8)]
    [InlineData(TfLiteTensorType.UInt8)]
    public void Read_QuantizedLayers_AreWithinOneStepOfLiteRt(TfLiteTensorType type) =>
        AssertAgreement(TfLiteSamples.FullInteger(type), 0.21f);

    private static void AssertAgreement(byte[] bytes, float tolerance)
    {
        using var original = new TemporaryFile();
        using var converted = new TemporaryFile("model.onnx");
        File.WriteAllBytes(original.Path, bytes);
        Model model = TfLiteFormat.Read(original.Path);
        OnnxFormat.Write(model, converted.Path);
        bool isOpen = !model.Graph.Inputs[0].KnownShape.IsStatic;
        long[] dims = model.Graph.Inputs[0].KnownShape.ToArray(Samples);
        float[] input = Numbers(TensorData.CountOf(dims));
        using var runtimes = new ModelRuntimes();
        using IModelSession first = runtimes.For(original.Path).Load(original.Path);
        using IModelSession second = runtimes.For(converted.Path).Load(converted.Path);
        int samples = isOpen ? Samples : 1;

        float[][] expected = first.Run([Arrange(input, dims, [0, 2, 3, 1])], samples);
        float[][] found = second.Run([input], samples);

        for (int o = 0; o < expected.Length; o++)
        {
            long[] shape = model.Graph.Outputs[o].KnownShape.ToArray(samples);
            Assert.True(expected[o].Distinct().Count() > 1, "The output is constant, so the comparison says nothing.");
            float[] arranged = Arrange(found[o], shape, [0, 2, 3, 1]);
            Assert.Equal(expected[o].Length, arranged.Length);
            Assert.All(expected[o].Zip(arranged), p => Assert.Equal(p.First, p.Second, tolerance));
        }
    }

    private static float[] Arrange(float[] elements, long[] dims, int[] order) =>
        dims.Length == 4 ? ElementOrder.Permute<float>(elements, dims, order) : elements;

    private static float[] Numbers(long count)
    {
        var random = new Random(5);
        return Array.ConvertAll(new float[count], _ => 4 * random.NextSingle() - 2);
    }
}
