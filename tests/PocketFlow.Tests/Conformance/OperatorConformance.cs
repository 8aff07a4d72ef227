using Google.Protobuf;
using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Runtimes;

namespace PocketFlow.Tests.Conformance;

/// <summary>
/// Runs the model of a case wherever it can run, and compares with ONNX Runtime on the original file: the engine, ONNX
/// files of several opsets, the TFLite file in LiteRT. What can't be written must be refused by name.
/// </summary>
public sealed partial class OperatorConformance : IDisposable
{
    private static readonly int[] s_opsets = [13, 15, 17, 18, 20, 21];

    private readonly ModelRuntimes _runtimes = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;

    public void Dispose()
    {
        _runtimes.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>
    /// The engine, every ONNX form and the TFLite form give what ONNX Runtime gives for the original.
    /// </summary>
    public void Check(OperatorCase given)
    {
        (Model model, IReadOnlyList<CaseInput> inputs, float[][] expected) = Read(given);

        AssertClose(given, "the engine", expected, RunEngine(model, inputs));
        foreach (int opset in s_opsets)
        {
            CheckOnnx(given, model, inputs, expected, opset);
        }

        CheckTfLite(given, model, inputs, expected);
    }

    /// <summary>The model in int8 gives what the float model gives, up to some steps of its output's grid.</summary>
    public void CheckInt8(OperatorCase given, int steps = 1)
    {
        (Model model, IReadOnlyList<CaseInput> inputs, float[][] expected) = Read(given);
        var samples = inputs.ToDictionary(i => i.Name, i => i.Elements, StringComparer.Ordinal);
        foreach (Value input in model.Graph.Inputs)
        {
            input.Quantization = Quantization.Affine(samples[input.Name].Min(), samples[input.Name].Max());
        }

        for (int i = 0; i < expected.Length; i++)
        {
            model.Graph.Outputs[i].Quantization = Quantization.Affine(expected[i].Min(), expected[i].Max());
        }

        string path = PathOf("int8.tflite");
        TfLiteFormat.Write(model, path, new TfLiteExportOptions());
        Assert.Contains("QUANTIZE", TfLiteFormat.Identify(path).Operators.Keys);
        float[][] found = RunTfLite(path, model, inputs);
        for (int i = 0; i < expected.Length; i++)
        {
            // The input is rounded too, which steep functions amplify; callers allow for that by steps.
            float tolerance = (steps + 0.5f) * model.Graph.Outputs[i].Quantization!.Scale[0];
            Assert.All(expected[i].Zip(found[i]), p => Assert.Equal(p.First, p.Second, tolerance));
        }
    }

    /// <summary>Gradients of the engine are those of finite differences.</summary>
    public void CheckGradients(OperatorCase given, float tolerance = 5e-3f)
    {
        (Model model, IReadOnlyList<CaseInput> inputs) = Write(given);
        using var check = new GradientCheck(model, inputs);
        foreach (int input in Enumerable.Range(0, inputs.Count).Where(i => inputs[i].Type == ElementType.Float32))
        {
            float[] differences = check.Differences(input);
            float largest = MathF.Max(1, differences.Max(MathF.Abs));
            Assert.All(
                differences.Zip(check.Gradient(input)),
                p => Assert.Equal(p.First, p.Second, tolerance * largest));
        }
    }

    /// <summary>Writes the models of some cases as ONNX and has the checker of the onnx package look at them.</summary>
    public void RunChecker(IEnumerable<OperatorCase> cases)
    {
        int count = 0;
        foreach (OperatorCase given in cases)
        {
            (Model model, _) = Write(given);
            foreach (int opset in s_opsets.Where(
                o => o >= given.SinceOpset && o <= OnnxCheckerFactAttribute.NewestOpset))
            {
                OnnxFormat.Write(model, PathOf($"checked{++count}.onnx"), new() { Opset = opset });
            }
        }

        OnnxCheckerFactAttribute.Check(_folder, "checked*.onnx");
    }

    private (Model Model, IReadOnlyList<CaseInput> Inputs) Write(OperatorCase given)
    {
        (ModelProto file, IReadOnlyList<CaseInput> inputs) = CaseText.Parse(given);
        File.WriteAllBytes(PathOf("original.onnx"), file.ToByteArray());
        return (OnnxFormat.Read(PathOf("original.onnx")), inputs);
    }

    private (Model Model, IReadOnlyList<CaseInput> Inputs, float[][] Expected) Read(OperatorCase given)
    {
        (Model model, IReadOnlyList<CaseInput> inputs) = Write(given);
        return (model, inputs, RunOnnx(PathOf("original.onnx"), inputs));
    }

    private void CheckOnnx(
        OperatorCase given, Model model, IReadOnlyList<CaseInput> inputs, float[][] expected, int opset)
    {
        string path = PathOf("written.onnx");
        if (opset < given.SinceOpset)
        {
            AssertRefused(given, () => OnnxFormat.Write(model, path, new() { Opset = opset }));
            return;
        }

        OnnxFormat.Write(model, path, new() { Opset = opset });
        AssertClose(given, $"ONNX opset {opset}", expected, RunOnnx(path, inputs));
    }

    private void CheckTfLite(
        OperatorCase given, Model model, IReadOnlyList<CaseInput> inputs, float[][] expected)
    {
        string path = PathOf("written.tflite");
        if (!given.IsInTfLite)
        {
            AssertRefused(given, () => TfLiteFormat.Write(model, path, new TfLiteExportOptions()));
            return;
        }

        TfLiteFormat.Write(model, path, new TfLiteExportOptions());
        AssertClose(given, "TFLite", expected, RunTfLite(path, model, inputs));
        AssertClose(given, "the model read from TFLite", expected, RunReadBack(TfLiteFormat.Read(path), inputs));
    }

    private static void AssertRefused(OperatorCase given, Action write)
    {
        var refusal = Assert.Throws<UnsupportedOperatorException>(write);
        Assert.Contains(
            refusal.Offenders, o => given.Nodes.Contains(o[..o.IndexOf(' ', StringComparison.Ordinal)],
                StringComparison.Ordinal));
    }

    private static void AssertClose(OperatorCase given, string where, float[][] expected, float[][] found)
    {
        Assert.Equal(expected.Select(e => e.Length), found.Select(f => f.Length));
        for (int i = 0; i < expected.Length; i++)
        {
            for (int j = 0; j < expected[i].Length; j++)
            {
                (float e, float f) = (expected[i][j], found[i][j]);
                bool isClose = e.Equals(f) || MathF.Abs(e - f) <= given.Tolerance * MathF.Max(1, MathF.Abs(e));
                Assert.True(isClose, $"{where}: element {j} of output {i} is {f}, ONNX Runtime gives {e}. {given}");
            }
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
