using System.Text.Json.Serialization;

namespace PocketFlow.Recipes;

/// <summary>One learner of a recipe with its options.</summary>
[JsonConverter(typeof(LearnerStepConverter))]
public sealed record LearnerStep
{
    /// <summary>Names the learner by its options.</summary>
    /// <param name="options">For example <c>new ChannelPruningOptions { SpeedUp = 2 }</c>.</param>
    /// <exception cref="ArgumentException">No known learner has options of this type.</exception>
    public LearnerStep(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Kind = LearnerRegistry.Default.ByOptions(options);
        Options = options;
    }

    /// <summary>The learner's name.</summary>
    public string Learner => Kind.Name;

    /// <summary>The learner's options, of its own type.</summary>
    public object Options { get; }

    internal LearnerKind Kind { get; }
}
