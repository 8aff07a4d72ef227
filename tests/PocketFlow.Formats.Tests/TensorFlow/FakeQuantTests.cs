using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TensorFlow;
using PocketFlow.Formats.Tests.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Runtimes;
using PocketFlow.Testing;
using PocketFlow.Testing.TensorFlow;

namespace PocketFlow.Formats.Tests.TensorFlow;

/// <summary>Simulated quantization becomes annotations, from which integer files are written.</summary>
[Trait("Category", "Oracle")]
public sealed class FakeQuantTests(TensorFlowCases models) : IClassFixture<TensorFlowCases>
{
    private const string Name = "quantization_aware";

    [ToolTheory(TensorFlowModels.Python)]
    [InlineData("x", 3.9f / 255, 131)]
    [InlineData("y", 6f / 255, 0)]
    public void Read_Activation_HasItsGrid(string value, float scale, int zeroPoint)
    {
        Model model = TensorFlowFormat.Read(models.PathOf(Name));

        Quantization? grid = model.Graph.Find(value)?.Quantization;

        Assert.Equal((zeroPoint, 0, 255), (grid!.ZeroPoint[0], grid.Minimum, grid.Maximum));
        Assert.Equal(scale, grid.Scale[0], 1e-7f);
    }

    [ToolFact(TensorFlowModels.Python)]
    public void Read_Weight_HasASymmetricGrid()
    {
        Node layer = TensorFlowFormat.Read(models.PathOf(Name)).Graph.Nodes.Single(n => n.OpType == "Conv");

        Quantization? grid = layer.Input(1).Quantization;

        float largest = layer.ConstantOrNull(1)!.ToFloats().Max(MathF.Abs);
        Assert.Equal((0, -127, 127), (grid!.ZeroPoint[0], grid.Minimum, grid.Maximum));
        Assert.Equal(largest / 127, grid.Scale[0], 1e-6f);
    }

    [RuntimesTheory(TensorFlowModels.Python)]
    [InlineData(Name)]
    public void Write_IntegerFile_ComputesWhatTheSimulationDoes(string name)
    {
        Model model = TensorFlowFormat.Read(models.PathOf(name));
        using var file = new TemporaryFile("model.onnx");
        OnnxFormat.Write(model, file.Path);
        using var runtimes = new ModelRuntimes();
        using IModelSession session = runtimes.For(file.Path).Load(file.Path);

        float[] found = session.Run(models.Elements(name, "input"), (int)models.Dims(name, "input")[0]);

        float[] expected = models.Elements(name, "output");
        const float Step = 6f / 255;
        Assert.All(expected.Zip(found), p => Assert.InRange(p.Second - p.First, -1.01f * Step, 1.01f * Step));
        Assert.True(expected.Zip(found).Count(p => p.First == p.Second) > 0.9 * expected.Length);
    }
}
