using System.Globalization;
using PocketFlow.Graphs;
using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Recipes;
using PocketFlow.Reports;

namespace PocketFlow.Tests;

/// <summary>The whole chain on inputs that are no images.</summary>
public sealed class FloatInputsCompressionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [RuntimesFact]
    public void Run_VectorsFromTable_FilesAgreeWithTheEngine()
    {
        string table = WriteTable(6);
        var builder = new GraphBuilder("mlp", seed: 5);
        Value hidden = builder.Relu(builder.Gemm(builder.Input("input", 6), "hidden", 16), "relu");
        Model model = builder.Build(builder.Gemm(hidden, "logits", 3));

        CheckAgreement(Compress(model, $"csv:{table}"));
    }

    [RuntimesFact]
    public void Run_SpectraFromTable_TakeTheShapeOfTheModel()
    {
        string table = WriteTable(7 * 5);
        var builder = new GraphBuilder("spectra", seed: 5);
        Value features = builder.Relu(builder.Conv(builder.Input("input", 1, 7, 5), "conv", 8, 3), "relu");
        Model model = builder.Build(builder.Gemm(builder.GlobalAveragePool(features, "pool"), "logits", 3));

        var refused = Assert.Throws<RecipeException>(() => Compress(model, $"csv:{table}"));

        Assert.Contains("35", refused.Message, StringComparison.Ordinal);
        WriteArrays(7, 5);
        CheckAgreement(Compress(model, $"npy:{_folder}"));
    }

    private static void CheckAgreement(CompressionReport report)
    {
        foreach (StageReport stage in report.Stages)
        {
            Assert.InRange(stage.TfLite.AgreementWithEngine ?? 0, 0.95, 1);
            Assert.InRange(stage.Onnx.AgreementWithEngine ?? 0, 0.95, 1);
        }
    }

    private CompressionReport Compress(Model model, string data) => Compression.Run(
        model,
        new Recipe
        {
            Data = data,
            Normalization = "0.5/2",
            Validation = "last:40",
            Preparation = new PreparationSettings { TestSplit = "last:60" },
            Learners = [new LearnerStep(new UniformQuantizationOptions { CalibrationImages = 100 })],
            Measurement = new MeasurementSettings { Latency = false },
        },
        Path.Combine(_folder, "run"));

    private string WriteTable(int values)
    {
        string path = Path.Combine(_folder, "table.csv");
        File.WriteAllLines(path, Enumerable.Range(0, 300).Select(row => string.Join(
            ',', [.. Enumerable.Range(0, values).Select(i => ValueOf(row, i).ToString(CultureInfo.InvariantCulture)), $"{row % 3}"])));
        return path;
    }

    private void WriteArrays(int rows, int columns)
    {
        float[] values = [.. Enumerable.Range(0, 300 * rows * columns).Select(i => ValueOf(i / (rows * columns), i % (rows * columns)))];
        byte[] bytes = [.. values.SelectMany(BitConverter.GetBytes)];
        Write("x", "<f4", $"(300, {rows}, {columns})", bytes);
        Write("y", "|u1", "(300,)", [.. Enumerable.Range(0, 300).Select(i => (byte)(i % 3))]);
    }

    private void Write(string name, string type, string shape, byte[] elements)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n";
        File.WriteAllBytes(
            Path.Combine(_folder, name + ".npy"),
            [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. elements]);
    }

    private static float ValueOf(int row, int i) => MathF.Sin((row * 7.3f) + (i * (1 + (row % 3)))) * 3;
}
