using PocketFlow.Allocation;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Learners.UniformQuantization;

namespace PocketFlow.SearchBench;

/// <summary>A target that samplers are compared on.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Settings">The budget.</param>
/// <param name="Open">Prepares what candidates share.</param>
internal sealed record SearchTask(
    string Name, SearchSettings Settings, Func<Model, LearnerContext, IAllocationProblem> Open)
{
    private const int ReconstructionImages = 128;

    public static IReadOnlyList<SearchTask> All { get; } =
    [
        Pruning("half-macs", 2),
        Pruning("third-macs", 1 / 0.3),
        Bits("four-bits", new SearchSettings { AverageBits = 4, Activations = true, Edges = true }),
        Bits("four-bits-inside", new SearchSettings { AverageBits = 4, Activations = true }),
    ];

    private static SearchTask Bits(string name, SearchSettings settings) => new(
        name, settings, (model, context) => new BitAllocationProblem(
            model, new UniformQuantizationOptions { BiasCorrection = false }, context, settings, CancellationToken.None));

    private static SearchTask Pruning(string name, double speedUp) => new(
        name, new SearchSettings(), (model, context) => new ChannelPruningProblem(
            model, new ChannelPruningOptions { SpeedUp = speedUp, RoundTo = 4 }, context, ReconstructionImages,
            CancellationToken.None));
}
