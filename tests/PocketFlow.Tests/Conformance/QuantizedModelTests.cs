using System.Diagnostics;
using PocketFlow.Formats.Onnx;
using PocketFlow.Graphs;
using PocketFlow.Runtimes;
using PocketFlow.Testing;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Tests.Conformance;

/// <summary>
/// Quantised ONNX files in the forms that tools write: what is read computes, in the engine and written again, what
/// ONNX Runtime computes with the integers of the original, up to two steps of the output's grid.
/// </summary>
[Trait("Category", "Oracle")]
public sealed class QuantizedModelTests : IDisposable
{
    private const int Batch = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;
    private readonly ModelRuntimes _runtimes = new();

    public void Dispose()
    {
        _runtimes.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [OnnxToolsFact]
    public void Read_QuantizedFiles_AgreeWithTheIntegers()
    {
        string[] files = WriteFiles();

        Assert.Equal(11, files.Length);
        Assert.All(files, Check);
    }

    [OnnxToolsFact]
    public void Read_QuantizedFile_KeepsGridsOfWeightsAndActivations()
    {
        string file = WriteFiles().Single(f => f.EndsWith("operators-unsigned.onnx", StringComparison.Ordinal));

        Graph graph = OnnxFormat.Read(file).Graph;

        Node conv = graph.Nodes.Single(n => n.OpType == "Conv");
        Assert.Equal(new Quantization([0.03f], [128], null, 0, 255), graph.Inputs[0].Quantization);
        Assert.Equal((0.02f, 10), (conv.Output.Quantization!.Scale[0], conv.Output.Quantization.ZeroPoint[0]));
        Assert.Equal((-128, 127), (conv.Input(1).Quantization!.Minimum, conv.Input(1).Quantization!.Maximum));
        Assert.DoesNotContain(graph.Nodes, n => n.OpType.Contains("Linear", StringComparison.Ordinal));
        Assert.Equal(graph.Nodes[0].Output.Quantization, graph.Nodes[1].Output.Quantization);
        Assert.All(graph.Values, v => Assert.False(v.Type is ElementType.UInt8 or ElementType.Int8, v.Name));
    }

    [OnnxToolsFact]
    public void Read_DynamicallyQuantizedFile_FoldsTheScaleIntoTheWeights()
    {
        string file = WriteFiles().Single(f => f.EndsWith("dynamic.onnx", StringComparison.Ordinal));

        Graph graph = OnnxFormat.Read(file).Graph;

        Assert.Equal(["Conv", "Relu", "Reshape", "MatMul", "Add"], graph.Nodes.Select(n => n.OpType));
        Assert.InRange(graph.Nodes[3].Input(1).Quantization!.Scale[0], 1e-4f, 1e-2f);
    }

    private void Check(string file)
    {
        Model model = OnnxFormat.Read(file);
        using IModelSession session = _runtimes.For(file).Load(file);
        bool hasIntegers = session.Inputs[0].ElementType == TensorElementType.UInt8;
        Quantization? grid = model.Graph.Outputs[0].Quantization;
        float[] reals = RandomGraphs.Input(model, 1, Batch);
        Quantization? input = model.Graph.Inputs[0].Quantization;
        float[] given = hasIntegers ? Array.ConvertAll(reals, r => (float)input!.Quantize(r)) : reals;
        float[] expected = session.Run([given], Batch)[0];
        expected = hasIntegers ? Array.ConvertAll(expected, q => grid!.Dequantize((int)q)) : expected;
        float step = grid?.Scale[0] ?? 0.01f * expected.Max(MathF.Abs);

        AssertClose(file, "the engine", expected, RunEngine(model, reals), step);
        AssertClose(file, "ONNX", expected, RunWritten(model, reals), step);
    }

    private static float[] RunEngine(Model model, float[] input)
    {
        using var executor = new Executor(model);
        using TensorScope scope = TensorScope.Begin();
        using GradMode mode = Engine.NoGrad();
        return executor.Forward(Tensor.FromArray(input, new long[] { Batch, 3, 8, 8 })).ToArray<float>();
    }

    private float[] RunWritten(Model model, float[] input)
    {
        string path = Path.Combine(_folder, "written.onnx");
        OnnxFormat.Write(model, path);
        using IModelSession session = _runtimes.For(path).Load(path);
        return session.Run([input], Batch)[0];
    }

    private static void AssertClose(string file, string where, float[] expected, float[] found, float step)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.True(expected.Distinct().Count() > 3, $"{file}: the output is constant.");
        float furthest = expected.Zip(found, (e, f) => MathF.Abs(e - f)).Max();
        Assert.True(
            furthest <= 2.01f * step, $"{Path.GetFileName(file)}, {where}: {furthest / step} steps away.");
    }

    private string[] WriteFiles()
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Oracle", "quantized_models.py");
        using Process python = Process.Start("/usr/bin/python3", [script, _folder]);
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
        return [.. Directory.GetFiles(_folder, "*.onnx").Order(StringComparer.Ordinal)];
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class OnnxToolsFactAttribute : FactAttribute
    {
        public OnnxToolsFactAttribute() => Skip =
            new ToolFactAttribute("/usr/bin/python3 -c 'import onnx'").Skip ?? RuntimesFactAttribute.Missing;
    }
}
