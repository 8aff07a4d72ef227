using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Passes;
using PocketFlow.Training;
using PocketFlow.Training.Execution;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>
/// Rounds weights and activations to integers of 2 to 8 bits (Jacob et al. 2018, arXiv 1712.05877): calibration alone, or
/// followed by training on the grids. The result carries its grids as annotations; writers make integers of them.
/// </summary>
public sealed class UniformQuantizationLearner : ILearner
{
    private readonly UniformQuantizationOptions _options;

    /// <summary>Creates the learner.</summary>
    /// <exception cref="ArgumentException">The options are contradictory; the message lists every problem.</exception>
    public UniformQuantizationLearner(UniformQuantizationOptions options)
    {
        string[] problems = [.. options.Validate()];
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        _options = options;
    }

    /// <inheritdoc/>
    public string Name => "uniform-quantization";

    /// <inheritdoc/>
    public LearnerResult Compress(Model model, LearnerContext context, CancellationToken cancellationToken = default)
    {
        var candidates = QuantizationCandidates.Observe(model, _options, context, cancellationToken);
        BitAllocation bits = candidates.Space.Allocate(_options);
        Model folded = candidates.Round(bits, _options.BiasCorrection);
        var summary = new List<string>
        {
            $"{Name}: {Describe(candidates.Space, bits)}, ranges by {_options.Calibration} on "
            + $"{Math.Min(_options.CalibrationImages, context.Train.Count)} training images"
            + (_options.BiasCorrection ? ", biases corrected" : ""),
        };
        if (_options.Epochs > 0)
        {
            folded = Train(folded, context, summary, cancellationToken);
        }

        // Files hold biases as integers; the engine has to compute with the same ones.
        new RoundBiases().Run(folded);
        return new LearnerResult(folded, summary);
    }

    private static string Describe(QuantizationSpace space, BitAllocation bits) =>
        bits.Weights.Values.Concat(bits.Activations.Values).All(b => b == 8)
        ? "8-bit weights per channel and activations"
        : FormattableString.Invariant($"weights per channel of {space.Pack(bits).AverageBits:0.##} bits on average (")
            + $"{Range(bits.Weights.Values)}), activations of {Range(bits.Activations.Values)}";

    private static string Range(IEnumerable<int> bits) =>
        bits.Min() == bits.Max() ? $"{bits.Min()} bits" : $"{bits.Min()} to {bits.Max()} bits";

    private Model Train(
        Model folded, LearnerContext context, List<string> summary, CancellationToken cancellationToken)
    {
        TrainedRanges? ranges = null;
        var trainer = new Trainer(TrainingOptionsFor(context), context.Device)
        {
            Hook = executor => ranges = Ranges(executor),
        };
        TrainingResult result = trainer.Train(
            folded, context.Train, context.Validation, context.Normalization,
            context.TrainingProgress("quantization-aware training"), cancellationToken);
        using (ranges)
        {
            ranges!.Annotate(result.Model);
        }

        summary.Add(FormattableString.Invariant(
            $"{Name}: trained {_options.Epochs} epochs on the grids, best epoch {result.BestEpoch + 1}, ")
            + FormattableString.Invariant($"validation {result.Validation}"));
        return result.Model;
    }

    private TrainedRanges Ranges(Executor executor) => _options.Ranges == RangeLearning.Learned
        ? new LearnedRanges(executor.Graph, executor.Device)
        : new AveragedRanges(executor.Graph, executor.Device);

    private TrainingOptions TrainingOptionsFor(LearnerContext context) => new()
    {
        Task = context.Task,
        Epochs = _options.Epochs,
        BatchSize = _options.BatchSize,
        LearningRate = _options.LearningRate,
        WarmUpEpochs = 0.1 * _options.Epochs,
        WeightDecay = 0,

        // bfloat16 has as many significant bits as the grid: rounding twice would train on noise.
        Precision = Precision.Float32,
        Augmentation = AugmentationPipeline.For(_options.Augmentation, context.Train),
        Seed = context.Seed,
        Distillation = _options.DistillationWeight > 0
            ? new DistillationOptions(context.Original, Weight: _options.DistillationWeight)
            : null,
        CheckpointPath = context.CheckpointDirectory is { } directory
            ? Path.Combine(directory, Name + ".checkpoint")
            : null,
    };
}
