using System.Text.Json.Serialization.Metadata;
using PocketFlow.Allocation;
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

    private OpenProblem<object>? _open;
    private Func<object, object> _fill = o => o;

    private LearnerKind(LearnerKind other)
        : this(
            other.Name, other._stage, other.Options, other.Defaults, other._create, other._validate, other._fit)
    {
    }

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

    /// <summary>The budgets that a search can keep to by this learner; empty where it has nothing to search.</summary>
    public IReadOnlyList<BudgetKind> Budgets { get; private init; } = [];

    /// <summary>The same kind with layers whose settings can be searched.</summary>
    /// <typeparam name="TOptions">The record of its options.</typeparam>
    /// <param name="budgets">What can be limited.</param>
    /// <param name="open">Prepares what candidates share.</param>
    /// <param name="fill">Makes options valid that leave to the search what it chooses.</param>
    public LearnerKind WithSearch<TOptions>(
        IReadOnlyList<BudgetKind> budgets, OpenProblem<TOptions> open, Func<TOptions, TOptions>? fill = null)
        where TOptions : class => new(this)
        {
            Budgets = budgets,
            _open = (o, model, context, settings, token) => open((TOptions)o, model, context, settings, token),
            _fill = o => fill is null ? o : fill((TOptions)o),
        };

    /// <summary>Prepares a search; the result is the caller's.</summary>
    internal IAllocationProblem Open(
        object options, Model model, LearnerContext context, SearchSettings settings, CancellationToken cancellationToken) =>
        _open!(options, model, context, settings, cancellationToken);

    /// <summary>Options as they are valid for a search.</summary>
    internal object FillForSearch(object options) => _fill(options);

    internal ILearner Create(object options) => _create(options);

    internal IEnumerable<string> Validate(object options) => _validate(options);

    internal string StageOf(object options) => _stage(options);

    internal IEnumerable<RecipeProblem> ProblemsOf(object options, Model model) => _fit(options, model);
}

/// <summary>Prepares a search over the layers of a model.</summary>
/// <typeparam name="TOptions">The record of a learner's options.</typeparam>
/// <param name="options">What the search does not choose.</param>
/// <param name="model">The model before the learner.</param>
/// <param name="context">Data, task, device.</param>
/// <param name="settings">How to search.</param>
/// <param name="cancellationToken">Ends the work.</param>
public delegate IAllocationProblem OpenProblem<in TOptions>(
    TOptions options, Model model, LearnerContext context, SearchSettings settings, CancellationToken cancellationToken);
