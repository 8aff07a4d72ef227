using PocketFlow.Allocation;
using PocketFlow.Data;
using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Learners.UniformQuantization;

namespace PocketFlow.Recipes;

/// <summary>The learners that can be named in recipes and on the command line.</summary>
public sealed class LearnerRegistry
{
    private static readonly Dictionary<string, double> s_none = [];
    private readonly SortedDictionary<string, LearnerKind> _kinds = new(StringComparer.Ordinal);

    /// <summary>The registry that recipes are read with; starts with the learners of this library.</summary>
    public static LearnerRegistry Default { get; } = new LearnerRegistry()
        .Register(LearnerKind.Of(
            "channel-pruning", _ => "pruned", RecipeJson.Default.ChannelPruningOptions,
            o => new ChannelPruningLearner(o), o => o.Validate())
            .WithSearch<ChannelPruningOptions>(
                [BudgetKind.Macs, BudgetKind.Parameters, BudgetKind.Bytes, BudgetKind.Latency],
                (o, model, context, settings, token) =>
                    new ChannelPruningProblem(model, o, context, settings.ReconstructionImages, token),
                o => o is { SpeedUp: null, PruningRatio: null, LayerRatios: null } ? o with { LayerRatios = s_none } : o))
        .Register(LearnerKind.Of(
            "uniform-quantization", o => o.IsBelow8Bits ? "low-bit" : "int8",
            RecipeJson.Default.UniformQuantizationOptions, o => new UniformQuantizationLearner(o), o => o.Validate(),
            (o, model) => new QuantizationSpace(model).ProblemsOf(o))
            .WithSearch<UniformQuantizationOptions>(
                [BudgetKind.AverageBits, BudgetKind.Bytes],
                (o, model, context, settings, token) =>
                    new BitAllocationProblem(model, o, context, settings, token)));

    /// <summary>The names, in alphabetical order.</summary>
    public IReadOnlyCollection<string> Names => _kinds.Keys;

    /// <summary>Adds a learner.</summary>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public LearnerRegistry Register(LearnerKind kind)
    {
        _kinds.Add(kind.Name, kind);
        return this;
    }

    /// <summary>Finds a learner by name, or says which ones there are.</summary>
    /// <exception cref="RecipeException">The name is not known.</exception>
    public LearnerKind Get(string name) => _kinds.TryGetValue(name, out LearnerKind? kind)
        ? kind
        : throw new RecipeException("recipe", [new RecipeProblem("learner", Unknown(name))]);

    /// <summary>The learners whose layers can be searched for a budget.</summary>
    internal IEnumerable<string> Searchable(BudgetKind? budget = null) =>
        _kinds.Values.Where(k => budget is { } b ? k.Budgets.Contains(b) : k.Budgets.Count > 0).Select(k => k.Name);

    internal LearnerKind? Find(string name) => _kinds.GetValueOrDefault(name);

    internal string Unknown(string name)
    {
        string meant = Spelling.Nearest(name, Names) is { } nearest ? $" Did you mean \"{nearest}\"?" : "";
        return $"found the unknown learner \"{name}\"; expected one of {string.Join(", ", Names)}.{meant}";
    }

    internal LearnerKind ByOptions(object options) =>
        _kinds.Values.FirstOrDefault(k => k.Options.Type == options.GetType())
        ?? throw new ArgumentException(
            $"{options.GetType().Name} are the options of no known learner; known are {string.Join(", ", Names)}.",
            nameof(options));
}
