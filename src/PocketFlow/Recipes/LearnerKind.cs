using System.Text.Json.Serialization.Metadata;
using PocketFlow.Graphs;
using PocketFlow.Learners;

namespace PocketFlow.Recipes;

/// <summary>A learner that recipes can name: how its options are read, checked and turned into the learner.</summary>
public sealed class LearnerKind
{
    private readonly Func<object, ILearner> _create;
    private readonly Func<object, IEnumerable<string>> _validate;
    private readonly Func<object, string> _stage;
    private readonly Func<object, Model, IEnumerable<RecipeProblem>> _fit;

    private LearnerKind(
        string name, Func<object, string> stage, JsonTypeInfo options, object defaults, Func<object, ILearner> create,
        Func<object, IEnumerable<string>> validate, Func<object, Model, IEnumerable<RecipeProblem>> fit)
    {
        (Name, Options, Defaults) = (name, options, defaults);
        (_stage, _create, _validate, _fit) = (stage, create, validate, fit);
    }

    /// <summary>The learner's name: lower case, words joined by hyphens.</summary>
    public string Name { get; }

    /// <summary>How the options are read from and written to JSON.</summary>
    public JsonTypeInfo Options { get; }

    /// <summary>Describes a learner.</summary>
    /// <typeparam name="TOptions">The record of its options.</typeparam>
    /// <param name="name">The learner's name.</param>
    /// <param name="stage">What it makes of a model, as a word for tables, for example <c>pruned</c>.</param>
    /// <param name="options">How its options are read and written.</param>
    /// <param name="create">Makes the learner.</param>
    /// <param name="validate">Gives all problems of options.</param>
    /// <param name="fit">Gives what of options doesn't fit a model, before anything is trained; null for nothing.</param>
    public static LearnerKind Of<TOptions>(
        string name, Func<TOptions, string> stage, JsonTypeInfo<TOptions> options, Func<TOptions, ILearner> create,
        Func<TOptions, IEnumerable<string>> validate, Func<TOptions, Model, IEnumerable<RecipeProblem>>? fit = null)
        where TOptions : class, new() => new(
            name, o => stage((TOptions)o), options, new TOptions(), o => create((TOptions)o),
            o => validate((TOptions)o), (o, model) => fit?.Invoke((TOptions)o, model) ?? []);

    /// <summary>Options with every default.</summary>
    internal object Defaults { get; }

    internal ILearner Create(object options) => _create(options);

    internal IEnumerable<string> Validate(object options) => _validate(options);

    internal string StageOf(object options) => _stage(options);

    internal IEnumerable<RecipeProblem> ProblemsOf(object options, Model model) => _fit(options, model);
}
