namespace PocketFlow.Training.Checkpoints;

/// <summary>A named array inside a checkpoint.</summary>
internal sealed record CheckpointTensor(string Name, float[] Elements);

/// <summary>The position and counters of an interrupted training.</summary>
internal sealed record CheckpointState
{
    /// <summary>The options that the training ran with; another training can't go on from here.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The next batch to train on: its epoch.</summary>
    public required int Epoch { get; init; }

    /// <summary>The next batch to train on: its index in the epoch.</summary>
    public required int Batch { get; init; }

    /// <summary>The sum of losses in the current epoch.</summary>
    public double LossSum { get; init; }

    /// <summary>The sum of the batches' metrics in the current epoch.</summary>
    public double MetricSum { get; init; }

    /// <summary>The best epoch so far, −1 before the first.</summary>
    public int BestEpoch { get; init; } = -1;

    /// <summary>The optimizer's step count.</summary>
    public long StepCount { get; init; }

    /// <summary>The results of finished epochs.</summary>
    public IReadOnlyList<EpochResult> Epochs { get; init; } = [];

    /// <summary>The state of the engine's random numbers.</summary>
    public byte[] RandomState { get; init; } = [];
}

/// <summary>Everything that an exact continuation needs.</summary>
internal sealed record Checkpoint(CheckpointState State, IReadOnlyList<CheckpointTensor> Tensors);
