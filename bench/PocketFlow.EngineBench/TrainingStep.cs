using System.Diagnostics;
using PocketFlow.Graphs.Networks;
using PocketFlow.Torch;
using PocketFlow.Torch.Optimizers;
using PocketFlow.Training.Execution;

namespace PocketFlow.EngineBench;

/// <summary>A reference network with random data, run through the product's executor as the trainer runs it.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly Executor _network;
    private readonly Sgd _optimizer;
    private readonly Tensor _images;
    private readonly Tensor _labels;
    private readonly bool _usesBFloat16;

    public TrainingStep(string mode, string network, int batch)
    {
        _usesBFloat16 = mode == "bf16";
        using TensorScope scope = TensorScope.Begin();
        Engine.Seed(1);
        _network = new Executor(
            ReferenceNetworks.Build(network, new NetworkOptions()), default, MemoryFormat.ChannelsLast);
        _network.RequireGradients();
        _images = TensorScope.Release(Tensor.Randn([batch, 3, 32, 32]));
        _labels = TensorScope.Release(Tensor.RandInt(0, 10, batch));
        Parameter[] trained = [.. _network.Parameters.Where(p => p.IsTrainable)];
        _optimizer = new Sgd([new(trained.Select(p => p.Tensor), 0.1, 5e-4)], 0.9, nesterov: true);
        Mode = $"{network} {mode}";
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
            Tensor logits;
            using (Engine.Autocast(DType.BFloat16, enabled: _usesBFloat16))
            {
                logits = _network.Forward(_images, isTraining: true).To(DType.Float32);
            }

            Tensor loss = logits.CrossEntropyLoss(_labels);
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
