using System.Text.Json.Serialization.Metadata;
using PocketFlow.Learners;

namespace PocketFlow.Recipes;

/// <summary>A learner that recipes can name: how its options are read, checked and turned into the learner.</summary>
public sealed class LearnerKind
{
    private readonly Func<object, ILearner> _create;
    private readonly Func<object, IEnumerable<string>> _validate;

    private LearnerKind(
        string name, string stage, JsonTypeInfo options, object defaults, Func<object, ILearner> create,
        Func<object, IEnumerable<string>> validate)
    {
        (Name, Stage, Options, Defaults) = (name, stage, options, defaults);
        (_create, _validate) = (create, validate);
    }

    /// <summary>The learner's name: lower case, words joined by hyphens.</summary>
    public string Name { get; }

    /// <summary>What the learner makes of a model, as a word for tables, for example <c>pruned</c>.</summary>
    public string Stage { get; }

    /// <summary>How the options are read from and written to JSON.</summary>
    public JsonTypeInfo Options { get; }

    /// <summary>Describes a learner.</summary>
    /// <typeparam name="TOptions">The record of its options.</typeparam>
    /// <param name="name">The learner's name.</param>
    /// <param name="stage">What it makes of a model, as a word for tables.</param>
    /// <param name="options">How its options are read and written.</param>
    /// <param name="create">Makes the learner.</param>
    /// <param name="validate">Gives all problems of options.</param>
    public static LearnerKind Of<TOptions>(
        string name, string stage, JsonTypeInfo<TOptions> options, Func<TOptions, ILearner> create,
        Func<TOptions, IEnumerable<string>> validate)
        where TOptions : class, new() =>
        new(name, stage, options, new TOptions(), o => create((TOptions)o), o => validate((TOptions)o));

    /// <summary>Options with every default.</summary>
    internal object Defaults { get; }

    internal ILearner Create(object options) => _create(options);

    internal IEnumerable<string> Validate(object options) => _validate(options);
}
