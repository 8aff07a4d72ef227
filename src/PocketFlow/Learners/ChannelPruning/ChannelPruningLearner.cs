using PocketFlow.Graphs;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>Removes whole channels; in this state of the branch it only checks its options.</summary>
public sealed class ChannelPruningLearner : ILearner
{
    /// <summary>Creates the learner.</summary>
    /// <exception cref="ArgumentException">The options are contradictory; the message lists every problem.</exception>
    public ChannelPruningLearner(ChannelPruningOptions options)
    {
        string[] problems = [.. options.Validate()];
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }
    }

    /// <inheritdoc/>
    public string Name => "channel-pruning";

    /// <inheritdoc/>
    public LearnerResult Compress(Model model, LearnerContext context, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("channel-pruning is not part of this build.");
}
