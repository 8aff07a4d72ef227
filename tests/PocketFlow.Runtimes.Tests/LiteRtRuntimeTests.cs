using System.Diagnostics;
using PocketFlow.Runtimes.LiteRt;

namespace PocketFlow.Runtimes.Tests;

public sealed class LiteRtRuntimeTests : IDisposable
{
    private const string Float = "mlperf_tiny_resnet8.tflite";
    private const string Int8 = "mlperf_tiny_resnet8_int8.tflite";
    private const string Keywords = "mlperf_tiny_kws.tflite";
    private const string KeywordsInt8 = "mlperf_tiny_kws_int8.tflite";
    private const string MobileNetUInt8 = "mobilenet_v1_0.25_224_google_quant.tflite";

    private readonly LiteRtRuntime _runtime = new();

    public void Dispose() => _runtime.Dispose();

    [RuntimeFact(RuntimeFactAttribute.LiteRt)]
    public void Run_Dense_ComputesEachSample()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 4 * 300).Select(_ => (float)random.NextDouble()).ToArray();
        using var session = _runtime.Load(TestModels.Tiny("dense.tflite"));

        var result = session.Run(values, 300);

        Assert.Equal("x: Float32 [1, 4]", Assert.Single(session.Inputs).ToString());
        Assert.Equal(3 * 300, result.Length);
        for (var i = 0; i < 300; i++)
        {
            var expected = TestModels.Dense(values.AsSpan(4 * i, 4));
            Assert.All(Enumerable.Range(0, 3), j => Assert.Equal(expected[j], result[(3 * i) + j], 1e-5f));
        }
    }

    [RuntimeFact(RuntimeFactAttribute.LiteRt)]
    public void Run_DenseInt8_TakesAndGivesRealValues()
    {
        using var session = _runtime.Load(TestModels.Tiny("dense_int8.tflite"));

        var result = session.Run([1, -1, 0.5f, 2], 1);

        Assert.Equal(new TensorQuantization(1 / 32f, -10), session.Inputs[0].Quantization);
        Assert.Equal(new TensorQuantization(1 / 8f, 5), session.Outputs[0].Quantization);
        Assert.Equal([-4.375f, 2.75f, -1.75f], result);
    }

    [RuntimeFact(RuntimeFactAttribute.LiteRt)]
    public void Load_BrokenFiles_ThrowsAndTheWorkerSurvives()
    {
        var model = File.ReadAllBytes(TestModels.Tiny("dense.tflite"));
        using var good = _runtime.Load(TestModels.Tiny("dense.tflite"));
        var worker = _runtime.WorkerProcessId;

        foreach (var bytes in new[] { [], "this is no model"u8.ToArray(), model[..(model.Length / 2)] })
        {
            using var file = new TemporaryFile(bytes, ".tflite");
            var error = Assert.Throws<RuntimeFailedException>(() => _runtime.Load(file.Path));
            Assert.Contains("Failed to load model", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(TestModels.Dense([1, 2, 3, 4]), good.Run([1, 2, 3, 4], 1));
        Assert.Equal(worker, _runtime.WorkerProcessId);
    }

    [RuntimeFact(RuntimeFactAttribute.LiteRt)]
    public void Load_MissingFile_ThrowsFileNotFound() =>
        Assert.Throws<FileNotFoundException>(() => _runtime.Load("no-such.tflite"));

    [RuntimeFact(RuntimeFactAttribute.LiteRt)]
    public void Load_WorkerDied_StartsAnother()
    {
        using var old = _runtime.Load(TestModels.Tiny("dense.tflite"));
        using (var process = Process.GetProcessById(_runtime.WorkerProcessId!.Value))
        {
            process.Kill();
            process.WaitForExit();
        }

        var error = Assert.Throws<RuntimeFailedException>(() => old.Run([1, 2, 3, 4], 1));
        using var session = _runtime.Load(TestModels.Tiny("dense.tflite"));

        Assert.Contains("Node process", error.Message, StringComparison.Ordinal);
        Assert.Equal(TestModels.Dense([1, 2, 3, 4]), session.Run([1, 2, 3, 4], 1));
        Assert.Throws<RuntimeFailedException>(() => old.Run([1, 2, 3, 4], 1));
    }

    [RuntimeFact(RuntimeFactAttribute.LiteRt)]
    public void Run_WorkerGotCtrlC_StillWorks()
    {
        using var session = _runtime.Load(TestModels.Tiny("dense.tflite"));
        using (var kill = Process.Start("kill", ["-INT", $"{_runtime.WorkerProcessId}"]))
        {
            kill.WaitForExit();
        }

        Assert.Equal(TestModels.Dense([1, 2, 3, 4]), session.Run([1, 2, 3, 4], 1));
        Assert.Equal(TestModels.Dense([4, 3, 2, 1]), session.Run([4, 3, 2, 1], 1));
    }

    [RuntimeFact(RuntimeFactAttribute.LiteRt)]
    public void Load_WorkerCannotStart_SaysWhatNodeSaid()
    {
        var installation = LiteRtInstallation.Find().Installation!;

        var error = Assert.Throws<LiteRtWorkerException>(
            () => LiteRtWorker.Start(installation.Node, "no-such-worker.cjs", installation.Directory));

        Assert.Contains("exit code 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-worker.cjs", error.Message, StringComparison.Ordinal);
    }

    [RuntimeFact(RuntimeFactAttribute.LiteRt)]
    public void Dispose_LoadedModel_EndsTheWorker()
    {
        var session = _runtime.Load(TestModels.Tiny("dense.tflite"));
        using var process = Process.GetProcessById(_runtime.WorkerProcessId!.Value);

        _runtime.Dispose();

        Assert.True(process.WaitForExit(5000));
        Assert.Throws<RuntimeFailedException>(() => session.Run([1, 2, 3, 4], 1));
        Assert.Throws<ObjectDisposedException>(() => _runtime.Load(TestModels.Tiny("dense.tflite")));
        session.Dispose();
    }

    [RuntimeFact(RuntimeFactAttribute.LiteRt)]
    public void Worker_EndOfInput_Exits()
    {
        var installation = LiteRtInstallation.Find().Installation!;
        using var process = Process.Start(new ProcessStartInfo(installation.Node)
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "litert-worker.cjs"), installation.Directory },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

        process.StandardInput.Close();

        Assert.True(process.WaitForExit(10_000));
        Assert.Equal(0, process.ExitCode);
    }

    [RuntimeFact(RuntimeFactAttribute.LiteRt)]
    public void TimeMilliseconds_Dense_IsPositiveAndShort()
    {
        using var session = _runtime.Load(TestModels.Tiny("dense.tflite"));

        var times = session.TimeMilliseconds(100);

        Assert.Equal(100, times.Length);
        Assert.All(times, time => Assert.InRange(time, 0, 1000));
        Assert.True(times.Sum() > 0);
    }

    [RuntimeFact(RuntimeFactAttribute.LiteRt, Float, Int8, NeedsCifar10 = true)]
    public void Run_ResNet8_FloatAndInt8AgreeAndAreRight()
    {
        var (labels, planes) = CifarImages.Read(200);
        var images = CifarImages.ToNhwc(planes);
        using var real = _runtime.Load(TestModels.Shared(Float)!);
        using var quantized = _runtime.Load(TestModels.Shared(Int8)!);

        var expected = real.Run(images, 200);
        var actual = quantized.Run(images, 200);

        Assert.All(expected.Chunk(10), row => Assert.Equal(1, row.Sum(), 1e-4f));
        Assert.All(actual.Chunk(10), row => Assert.InRange(row.Sum(), 0.96f, 1.04f));
        var (top1, other) = (CifarImages.Top1(expected, 10), CifarImages.Top1(actual, 10));
        Assert.InRange(top1.Zip(other).Count(pair => pair.First == pair.Second), 190, 200);

        // 87.19 % of 10,000 images; 200 of them deviate by at most 4 standard errors of 2.4 %.
        Assert.InRange(labels.Zip(top1).Count(pair => pair.First == pair.Second) / 200.0, 0.77, 0.97);
    }

    [RuntimeFact(RuntimeFactAttribute.LiteRt, Keywords, KeywordsInt8)]
    public void Run_KeywordSpotting_FloatAndInt8AreClose()
    {
        using var real = _runtime.Load(TestModels.Shared(Keywords)!);
        using var quantized = _runtime.Load(TestModels.Shared(KeywordsInt8)!);
        var random = new Random(3);
        var scale = quantized.Inputs[0].Quantization!.Value.Scale;
        var values = new float[20 * real.Inputs[0].SampleLength];
        for (var i = 0; i < values.Length; i++)
        {
            // Exact in int8, and within the range of speech features; beyond it the int8 model saturates inside.
            values[i] = random.Next(-40, 41) * scale;
        }

        var (expected, actual) = (real.Run(values, 20), quantized.Run(values, 20));

        Assert.Equal(20 * 12, expected.Length);
        var agreement = CifarImages.Top1(expected, 12).Zip(CifarImages.Top1(actual, 12))
            .Count(pair => pair.First == pair.Second);
        Assert.InRange(agreement, 17, 20);
    }

    [RuntimeFact(RuntimeFactAttribute.LiteRt, MobileNetUInt8)]
    public void Run_UInt8MobileNet_GivesProbabilities()
    {
        using var session = _runtime.Load(TestModels.Shared(MobileNetUInt8)!);

        var result = session.Run(new float[session.Inputs[0].SampleLength], 1);

        Assert.Equal(TensorElementType.UInt8, session.Inputs[0].ElementType);
        Assert.Equal(1001, result.Length);
        Assert.All(result, share => Assert.InRange(share, 0, 1));
    }
}
