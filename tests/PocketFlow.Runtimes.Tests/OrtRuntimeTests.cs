using PocketFlow.Runtimes.OnnxRuntime;

namespace PocketFlow.Runtimes.Tests;

public sealed class OrtRuntimeTests : IDisposable
{
    private readonly OrtRuntime _runtime = new();

    public void Dispose() => _runtime.Dispose();

    [RuntimeFact(RuntimeFactAttribute.Onnx)]
    public void Status_Installed_HasVersion()
    {
        Assert.True(_runtime.Status.IsAvailable);
        Assert.Matches(@"^\d+\.\d+\.\d+$", _runtime.Status.Version);
        Assert.Null(_runtime.Status.InstallCommand);
    }

    [RuntimeFact(RuntimeFactAttribute.Onnx)]
    public void Load_Dense_DeclaresInputsAndOutputs()
    {
        using var session = _runtime.Load(TestModels.Tiny("dense.onnx"));

        Assert.Equal("x: Float32 [?, 4]", Assert.Single(session.Inputs).ToString());
        Assert.Equal("y: Float32 [?, 3]", Assert.Single(session.Outputs).ToString());
        Assert.True(session.Inputs[0].HasSymbolicBatch);
        Assert.Equal(4, session.Inputs[0].SampleLength);
    }

    [RuntimeFact(RuntimeFactAttribute.Onnx)]
    public void Run_MoreSamplesThanABatch_ComputesEach()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 4 * 131).Select(_ => (float)random.NextDouble()).ToArray();
        using var session = _runtime.Load(
            TestModels.Tiny("dense.onnx"), new SessionOptions { Threads = 2, AllowSpinning = false });

        var result = session.Run(values, 131);

        Assert.Equal(3 * 131, result.Length);
        for (var i = 0; i < 131; i++)
        {
            var expected = TestModels.Dense(values.AsSpan(4 * i, 4));
            Assert.All(Enumerable.Range(0, 3), j => Assert.Equal(expected[j], result[(3 * i) + j], 1e-5f));
        }
    }

    [RuntimeFact(RuntimeFactAttribute.Onnx)]
    public void Run_IntegerTensors_RoundsAndClamps()
    {
        using var session = _runtime.Load(TestModels.Tiny("integers.onnx"));

        var result = session.Run([[-200, -3.4f, 2.5f, 300, 1, 2, 3, 4], [70_000, -5, 1, 1]], 2);

        Assert.Equal([-128, -3, 2, 127, 1, 2, 3, 4], result[0]);
        Assert.Equal([140_000, -10, 2, 2], result[1]);
    }

    [RuntimeFact(RuntimeFactAttribute.Onnx)]
    public void Load_BrokenFile_ThrowsWithTheRuntimesMessage()
    {
        using var file = new TemporaryFile("this is no model"u8.ToArray(), ".onnx");

        var error = Assert.Throws<RuntimeFailedException>(() => _runtime.Load(file.Path));

        Assert.Equal(file.Path, error.ModelPath);
        Assert.Contains("Protobuf", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [RuntimeFact(RuntimeFactAttribute.Onnx)]
    public void Load_MissingFile_ThrowsFileNotFound() =>
        Assert.Throws<FileNotFoundException>(() => _runtime.Load("no-such.onnx"));

    [RuntimeFact(RuntimeFactAttribute.Onnx)]
    public void Load_Float16Input_NamesTheTensor()
    {
        var error = Assert.Throws<RuntimeFailedException>(() => _runtime.Load(TestModels.Tiny("half.onnx")));

        Assert.Contains("'a' has ONNX's element type 10", error.Message, StringComparison.Ordinal);
    }

    [RuntimeFact(RuntimeFactAttribute.Onnx)]
    public void Run_WrongLength_SaysWhatIsNeeded()
    {
        using var session = _runtime.Load(TestModels.Tiny("dense.onnx"));

        var error = Assert.Throws<ArgumentException>(() => session.Run(new float[7], 2));

        Assert.Contains("8 are needed", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => session.Run([new float[4], new float[4]]));
    }

    [RuntimeFact(RuntimeFactAttribute.Onnx)]
    public void Run_Cancelled_Throws()
    {
        using var session = _runtime.Load(TestModels.Tiny("dense.onnx"));

        Assert.Throws<OperationCanceledException>(() => session.Run(new float[4], 1, new CancellationToken(true)));
    }

    [RuntimeFact(RuntimeFactAttribute.Onnx)]
    public void Run_Disposed_Throws()
    {
        var session = _runtime.Load(TestModels.Tiny("dense.onnx"));
        session.Dispose();
        session.Dispose();

        Assert.Throws<ObjectDisposedException>(() => session.Run(new float[4], 1));
        Assert.Throws<ObjectDisposedException>(() => session.TimeMilliseconds(1));
    }

    [RuntimeFact(RuntimeFactAttribute.Onnx)]
    public void TimeMilliseconds_Dense_IsPositiveAndShort()
    {
        using var session = _runtime.Load(TestModels.Tiny("dense.onnx"));

        var times = session.TimeMilliseconds(100);

        Assert.Equal(100, times.Length);
        Assert.All(times, time => Assert.InRange(time, 1e-5, 1000));
    }

    [RuntimeFact(RuntimeFactAttribute.Onnx, "resnet20-cifar10.onnx", NeedsCifar10 = true)]
    public void Run_ResNet20_HasItsKnownAccuracy()
    {
        var (labels, planes) = CifarImages.Read(500);
        using var session = _runtime.Load(TestModels.Shared("resnet20-cifar10.onnx")!);

        var top1 = CifarImages.Top1(session.Run(CifarImages.ToNchw(planes), labels.Length), 10);

        // 91.73 % of 10,000 images; 500 of them deviate by at most 4 standard errors of 1.2 %.
        Assert.InRange(labels.Zip(top1).Count(pair => pair.First == pair.Second) / 500.0, 0.867, 0.967);
    }
}
