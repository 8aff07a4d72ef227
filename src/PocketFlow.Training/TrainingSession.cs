using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Torch.Optimizers;
using PocketFlow.Training.Execution;
using PocketFlow.Training.Schedules;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Training;

/// <summary>The moving parts of one training: executor, teacher, optimizer, average, and how one step is made.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly Executor? _teacher;
    private readonly LearningRateSchedule _schedule;

    public TrainingSession(
        Model model, LearningTask task, TrainingOptions options, Precision precision, Device device,
        Func<Executor, ForwardHook>? createHook)
    {
        _options = options;
        Task = task;
        UsesBFloat16 = precision == Precision.BFloat16;
        Executor = new Executor(model, device, MemoryFormat.ChannelsLast, task.UsesLogits);
        Executor.RequireGradients();
        Hook = createHook?.Invoke(Executor);
        _teacher = options.Distillation is { } distillation
            ? new Executor(distillation.Teacher, device, MemoryFormat.ChannelsLast, task.UsesLogits)
            : null;
        _schedule = new LearningRateSchedule(
            options.Schedule, options.Epochs == 0 ? 0 : Math.Min(1, options.WarmUpEpochs / options.Epochs));
        Optimizer = CreateOptimizer();
        State = [.. Executor.Parameters.Select(p => p.Tensor), .. Hook?.Parameters ?? []];
        Average = options.EmaDecay is null ? null : [.. State.Select(t => TensorScope.Release(t.Detach().Clone()))];
    }

    /// <summary>What the model learns.</summary>
    public LearningTask Task { get; }

    /// <summary>Runs the model.</summary>
    public Executor Executor { get; }

    /// <summary>Takes part in forward passes, or null.</summary>
    public ForwardHook? Hook { get; }

    /// <summary>Updates the weights.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Every tensor that training changes, statistics included.</summary>
    public Tensor[] State { get; }

    /// <summary>The exponential moving average of <see cref="State"/>, or null.</summary>
    public Tensor[]? Average { get; }

    /// <summary>Whether products are computed in bfloat16.</summary>
    public bool UsesBFloat16 { get; }

    /// <summary>The learning rate of the last step.</summary>
    public double LearningRate { get; private set; }

    /// <summary>Trains on one batch; returns its loss and the task's metric.</summary>
    /// <param name="batch">The images.</param>
    /// <param name="progress">The share of the training that is done, 0 to 1.</param>
    public (double Loss, double Metric) Step(Batch batch, double progress)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor input = batch.ToTensor(Executor.Device);
        Tensor outputs = Forward(input, batch);
        Tensor loss = Task.Loss.Compute(outputs, batch.TargetTensor(Executor.Device));
        loss = WithTeacher(loss, outputs, batch, input);
        double value = loss.Item();
        if (!double.IsFinite(value))
        {
            return (value, 0);
        }

        Optimizer.ZeroGrad();
        loss.Backward();
        LearningRate = _options.LearningRate * _schedule.FactorAt(progress);
        Optimizer.SetLearningRate(LearningRate);
        Optimizer.Step();
        UpdateAverage();
        return (value, MetricOf(outputs, batch));
    }

    /// <summary>Runs an action with the averaged weights in place, where there is an average.</summary>
    public T WithAverage<T>(Func<T> action)
    {
        if (Average is null)
        {
            return action();
        }

        Swap();
        try
        {
            return action();
        }
        finally
        {
            Swap();
        }
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        Executor.Dispose();
        _teacher?.Dispose();
        foreach (Tensor tensor in Average ?? [])
        {
            tensor.Dispose();
        }
    }

    private double MetricOf(Tensor outputs, Batch batch)
    {
        MetricState metric = Task.Metric.Start(batch.Target);
        float[] elements = outputs.ToArray<float>();
        int length = elements.Length / batch.Count;
        for (int i = 0; i < batch.Count; i++)
        {
            metric.Add(elements.AsSpan(i * length, length), batch.TargetAt(i));
        }

        return metric.Value;
    }

    private Tensor Forward(Tensor input, Batch batch)
    {
        using AutocastMode autocast = Engine.Autocast(enabled: UsesBFloat16);
        return Executor.Forward(input, isTraining: true, Hook).ToOutputs(batch.Target);
    }

    private Tensor WithTeacher(Tensor loss, Tensor outputs, Batch batch, Tensor input)
    {
        if (_teacher is null || _options.Distillation is not { } distillation)
        {
            return loss;
        }

        Tensor target;
        using (Engine.NoGrad())
        using (Engine.Autocast(enabled: UsesBFloat16))
        {
            target = _teacher.Forward(input).ToOutputs(batch.Target);
        }

        Tensor imitation = Task.Distillation(outputs, target, distillation.Temperature);
        return loss.Mul(1 - distillation.Weight).Add(imitation.Mul(distillation.Weight));
    }

    private void UpdateAverage()
    {
        if (Average is null || _options.EmaDecay is not { } decay)
        {
            return;
        }

        // The average of the first steps would be mostly the start; this is its usual bias correction.
        double corrected = Math.Min(decay, (1.0 + Optimizer.StepCount) / (10.0 + Optimizer.StepCount));
        Tensor.LerpInPlace(Average, State, 1 - corrected);
    }

    private void Swap()
    {
        using TensorScope scope = TensorScope.Begin();
        using GradMode noGrad = Engine.NoGrad();
        for (int i = 0; i < State.Length; i++)
        {
            Tensor kept = State[i].Clone();
            State[i].CopyInPlace(Average![i]);
            Average[i].CopyInPlace(kept);
        }
    }

    private Optimizer CreateOptimizer()
    {
        Parameter[] trained = [.. Executor.Parameters.Where(p => p.IsTrainable)];
        IEnumerable<Tensor> ofHook = Hook?.Parameters.Where(t => t.RequiresGrad) ?? [];
        ParameterGroup[] groups =
        [
            new(trained.Where(p => p.IsDecayed).Select(p => p.Tensor), _options.LearningRate, _options.WeightDecay),
            new(trained.Where(p => !p.IsDecayed).Select(p => p.Tensor).Concat(ofHook), _options.LearningRate),
        ];
        return _options.Optimizer switch
        {
            OptimizerKind.Adam => new Adam(groups),
            OptimizerKind.AdamW => new AdamW(groups),
            _ => new Sgd(groups, _options.Momentum, _options.Nesterov && _options.Momentum > 0),
        };
    }
}
