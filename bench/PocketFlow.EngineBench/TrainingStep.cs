using System.Diagnostics;
using PocketFlow.Torch;
using PocketFlow.Torch.Optimizers;

namespace PocketFlow.EngineBench;

/// <summary>One network with its data and optimizer, stepped and timed.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly ResNet20 _network;
    private readonly Sgd _optimizer;
    private readonly Tensor _images;
    private readonly Tensor _labels;
    private readonly bool _shortened;

    public TrainingStep(string mode, int batch)
    {
        _shortened = mode.StartsWith("bf16", StringComparison.Ordinal);
        MemoryFormat format = mode.EndsWith("nhwc", StringComparison.Ordinal)
            ? MemoryFormat.ChannelsLast
            : MemoryFormat.Contiguous;
        using TensorScope scope = TensorScope.Begin();
        Engine.Seed(1);
        _network = new ResNet20(format);
        _images = TensorScope.Release(Tensor.Randn([batch, 3, 32, 32]).Contiguous(format));
        _labels = TensorScope.Release(Tensor.RandInt(0, 10, batch));
        _optimizer = new Sgd([new(_network.Parameters, 0.1, 5e-4)], 0.9, nesterov: true);
        Mode = mode;
    }

    public string Mode { get; }

    public List<double> Milliseconds { get; } = [];

    public double ProcessorMilliseconds { get; private set; }

    public double Loss { get; private set; }

    public void Run(bool timed)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        using (TensorScope.Begin())
        {
            _optimizer.ZeroGrad();
            using AutocastMode autocast = Engine.Autocast(DType.BFloat16, enabled: _shortened);
            Tensor loss = _network.Forward(_images).To(DType.Float32).CrossEntropyLoss(_labels);
            loss.Backward();
            _optimizer.Step();
            Loss = loss.Item();
        }

        if (timed)
        {
            Milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            ProcessorMilliseconds += (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds;
        }
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _images.Dispose();
        _labels.Dispose();
    }
}
