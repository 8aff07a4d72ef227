using System.Diagnostics;
using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training.Checkpoints;

namespace PocketFlow.Training;

/// <summary>Epochs, steps, validation, and the checkpoints between them.</summary>
internal sealed class TrainingLoop
{
    private readonly TrainingOptions _options;
    private readonly TrainingSession _session;
    private readonly BatchLoader _loader;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly List<EpochResult> _epochs = [];
    private float[][]? _best;
    private double _lossSum;
    private double _metricSum;
    private int _startEpoch;
    private int _startBatch;

    public TrainingLoop(
        TrainingOptions options, TrainingSession session, BatchLoader loader, IProgress<TrainingProgress>? progress)
    {
        _options = options;
        _session = session;
        _loader = loader;
        _progress = progress;
    }

    /// <summary>Measures the current weights on the validation images.</summary>
    public required Func<double> Validate { get; init; }

    public IReadOnlyList<EpochResult> Epochs => _epochs;

    public int BestEpoch { get; private set; } = -1;

    private Precision Precision => _session.UsesBFloat16 ? Precision.BFloat16 : Precision.Float32;

    public void Run(CancellationToken cancellationToken)
    {
        Resume();
        for (int epoch = _startEpoch; epoch < _options.Epochs; epoch++)
        {
            RunEpoch(epoch, epoch == _startEpoch ? _startBatch : 0, cancellationToken);
        }
    }

    /// <summary>The model with the weights of the best epoch, or as they are where none was trained.</summary>
    public Model BestModel()
    {
        if (_best is not null)
        {
            Restore(_session.State, _best);
        }

        return _session.Executor.ToModel();
    }

    private void RunEpoch(int epoch, int startBatch, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        int next = startBatch;
        try
        {
            foreach (Batch batch in _loader.Epoch(epoch, startBatch, cancellationToken))
            {
                using (batch)
                {
                    Step(batch, epoch);
                }

                next = batch.Index + 1;
                Report(epoch, next, next - startBatch, started, null);
                if (next % _options.CheckpointSteps == 0 && next < _loader.BatchesPerEpoch)
                {
                    Save(epoch, next);
                }
            }

            FinishEpoch(epoch, Validate());
            Report(epoch, next, next - startBatch, started, _epochs[^1].ValidationMetric);
            (_lossSum, _metricSum) = (0, 0);
            Save(epoch + 1, 0);
        }
        catch (OperationCanceledException)
        {
            // Validation repeats on resume: the epoch's last batch is done, its result is not.
            if (_epochs.Count == epoch)
            {
                Save(epoch, next);
            }

            throw;
        }
    }

    private void Step(Batch batch, int epoch)
    {
        double done = ((double)epoch * _loader.BatchesPerEpoch + batch.Index)
            / ((double)_options.Epochs * _loader.BatchesPerEpoch);
        (double loss, double metric) = _session.Step(batch, done);
        if (!double.IsFinite(loss))
        {
            throw new TrainingDivergedException(epoch, batch.Index, loss);
        }

        _lossSum += loss;
        _metricSum += metric;
    }

    private void FinishEpoch(int epoch, double validation)
    {
        int steps = _loader.BatchesPerEpoch;
        _epochs.Add(new EpochResult(epoch, _lossSum / steps, _metricSum / steps, validation));
        if (BestEpoch < 0 || _session.Task.Metric.IsAsGood(validation, _epochs[BestEpoch].ValidationMetric))
        {
            BestEpoch = epoch;
            _best = Array.ConvertAll(_session.Average ?? _session.State, t => t.ToArray<float>());
        }
    }

    private void Report(int epoch, int done, int doneNow, long started, double? validation)
    {
        if (_progress is null)
        {
            return;
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        long left = (long)(_options.Epochs - epoch) * _loader.BatchesPerEpoch - done;
        _progress.Report(new TrainingProgress(
            epoch, _options.Epochs, done, _loader.BatchesPerEpoch, _lossSum / done,
            _session.Task.Metric, _metricSum / done, validation, _session.LearningRate,
            doneNow * _loader.Options.BatchSize / seconds, TimeSpan.FromSeconds(left * seconds / Math.Max(doneNow, 1))));
    }

    private void Save(int epoch, int batch)
    {
        if (_options.CheckpointPath is not { } path)
        {
            return;
        }

        using TensorScope scope = TensorScope.Begin();
        var tensors = new List<CheckpointTensor>();
        Collect(tensors, "state", _session.State);
        Collect(tensors, "average", _session.Average ?? []);
        tensors.AddRange((_best ?? []).Select((b, i) => new CheckpointTensor($"best.{i}", b)));
        tensors.AddRange(_session.Optimizer.ExportState()
            .Select(s => new CheckpointTensor($"optimizer.{s.Key}", s.Value.ToArray<float>())));
        CheckpointFile.Write(path, new Checkpoint(
            new CheckpointState
            {
                Fingerprint = _options.Fingerprint(_session.Task, Precision),
                Epoch = epoch,
                Batch = batch,
                LossSum = _lossSum,
                MetricSum = _metricSum,
                BestEpoch = BestEpoch,
                StepCount = _session.Optimizer.StepCount,
                Epochs = [.. _epochs],
                RandomState = Engine.GetRandomState(_session.Executor.Device),
            },
            tensors));
    }

    private void Resume()
    {
        if (_options.CheckpointPath is not { } path || !File.Exists(path))
        {
            return;
        }

        Checkpoint checkpoint = CheckpointFile.Read(path);
        string expected = _options.Fingerprint(_session.Task, Precision);
        if (checkpoint.State.Fingerprint != expected)
        {
            throw new CheckpointException(
                path, $"belongs to another training ({checkpoint.State.Fingerprint}; this one is {expected}). "
                + "Delete it to start anew.");
        }

        Restore(checkpoint, path);
    }

    private void Restore(Checkpoint checkpoint, string path)
    {
        using TensorScope scope = TensorScope.Begin();
        Dictionary<string, float[]> tensors = checkpoint.Tensors.ToDictionary(t => t.Name, t => t.Elements);
        Restore(_session.State, Find(tensors, "state", _session.State.Length, path));
        Restore(_session.Average ?? [], Find(tensors, "average", _session.Average?.Length ?? 0, path));
        CheckpointState state = checkpoint.State;
        BestEpoch = state.BestEpoch;
        _best = BestEpoch < 0 ? null : Find(tensors, "best", _session.State.Length, path);
        _epochs.AddRange(state.Epochs);
        (_startEpoch, _startBatch) = (state.Epoch, state.Batch);
        (_lossSum, _metricSum) = (state.LossSum, state.MetricSum);
        RestoreOptimizer(tensors, state.StepCount);
        Engine.SetRandomState(state.RandomState, _session.Executor.Device);
    }

    private void RestoreOptimizer(Dictionary<string, float[]> tensors, long stepCount)
    {
        var imported = new Dictionary<string, Tensor> { ["step"] = Tensor.FromArray([stepCount]) };
        foreach ((string name, Tensor current) in _session.Optimizer.ExportState().Where(s => s.Key != "step"))
        {
            imported[name] = Tensor.FromArray<float>(tensors[$"optimizer.{name}"], current.Shape.ToArray());
        }

        _session.Optimizer.ImportState(imported);
    }

    private static float[][] Find(Dictionary<string, float[]> tensors, string group, int count, string path)
    {
        float[][] found = new float[count][];
        for (int i = 0; i < count; i++)
        {
            found[i] = tensors.GetValueOrDefault($"{group}.{i}")
                ?? throw new CheckpointException(path, $"lacks '{group}.{i}'. Delete it to start anew.");
        }

        return found;
    }

    private static void Collect(List<CheckpointTensor> tensors, string group, Tensor[] source) =>
        tensors.AddRange(source.Select((t, i) => new CheckpointTensor($"{group}.{i}", t.ToArray<float>())));

    private static void Restore(Tensor[] targets, float[][] sources)
    {
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i].CopyFrom<float>(sources[i]);
        }
    }
}
