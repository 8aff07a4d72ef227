using PocketFlow.Allocation.Ddpg;
using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>How the layers' settings are searched. Part of a recipe.</summary>
public sealed record SearchSettings
{
    /// <summary>What proposes candidates, for example <c>tpe</c>.</summary>
    /// <value>Null means no search: learners use their own rules.</value>
    public string? Sampler { get; init; }

    /// <summary>Finished trials that the search ends at.</summary>
    /// <value>The default is 100.</value>
    public int Trials { get; init; } = 100;

    /// <summary>Bits on average over the elements of all weights that a search gives bits to.</summary>
    /// <value>The default is null.</value>
    public double? AverageBits { get; init; }

    /// <summary>Whether bits are searched for activations too; <see cref="AverageBits"/> then counts their elements for one
    /// sample besides those of weights.</summary>
    /// <value>The default is false: activations have the bits that the learner's options say.</value>
    public bool Activations { get; init; }

    /// <summary>Whether bits are searched for first and last layers too, and counted.</summary>
    /// <value>The default is false: they have the bits that the learner's options say.</value>
    public bool Edges { get; init; }

    /// <summary>Bytes of the parameters.</summary>
    /// <value>The default is null.</value>
    public double? Bytes { get; init; }

    /// <summary>Parameters.</summary>
    /// <value>The default is null.</value>
    public double? Parameters { get; init; }

    /// <summary>Milliseconds of one run in <see cref="Runtime"/>.</summary>
    /// <value>The default is null.</value>
    public double? Latency { get; init; }

    /// <summary>Where latency is measured: <c>onnxruntime</c> or <c>litert</c>.</summary>
    /// <value>The default is <c>onnxruntime</c>.</value>
    public string Runtime { get; init; } = "onnxruntime";

    /// <summary>What is searched: <c>per-layer</c>, <c>like-layers</c> or <c>stages</c>.</summary>
    /// <value>Null means the finest that the trials suffice for; DDPG always sets layers one by one.</value>
    public string? Parametrization { get; init; }

    /// <summary>What is made best: <c>metric</c>, the task's metric on the validation images, or <c>distance</c>, that of
    /// the outputs from the original's, which needs no labels.</summary>
    /// <value>The default is <c>metric</c>.</value>
    public string Objective { get; init; } = "metric";

    /// <summary>Epochs of fine-tuning inside a trial; 0 looks at candidates before it.</summary>
    /// <value>The default is 0.</value>
    public int Epochs { get; init; }

    /// <summary>What ends trials that fine-tune early: <c>none</c>, <c>median</c>, <c>percentile</c>,
    /// <c>successive-halving</c> or <c>hyperband</c>.</summary>
    /// <value>The default is <c>none</c>.</value>
    public string Pruner { get; init; } = "none";

    /// <summary>Validation images that a trial is measured on, from the first on.</summary>
    /// <value>Null means all.</value>
    public int? ValidationImages { get; init; }

    /// <summary>Training images that layers are reconstructed on inside a trial.</summary>
    /// <value>The default is 256; the winner gets the learner's own number.</value>
    public int ReconstructionImages { get; init; } = 256;

    /// <summary>Where the study is kept: a SQLite file, or a connection to PostgreSQL.</summary>
    /// <value>Null means <c>study.db</c> in the run directory.</value>
    public string? Storage { get; init; }

    /// <summary>The study's name in its storage.</summary>
    /// <value>The default is <c>search</c>.</value>
    public string Study { get; init; } = "search";

    /// <summary>The names that <see cref="Sampler"/> may have.</summary>
    internal static IReadOnlyList<string> SamplerNames => [.. SamplerRegistry.Default.Names, .. DdpgOptions.Presets.Keys];

    /// <summary>Whether the sampler sets one layer after the other.</summary>
    internal bool IsLayerwise => Sampler is not null && DdpgOptions.Presets.ContainsKey(Sampler);

    /// <summary>What the budget counts; multiply-accumulates where it is left to the learner.</summary>
    internal BudgetKind BudgetKind => this switch
    {
        { AverageBits: not null } => BudgetKind.AverageBits,
        { Bytes: not null } => BudgetKind.Bytes,
        { Parameters: not null } => BudgetKind.Parameters,
        { Latency: not null } => BudgetKind.Latency,
        _ => BudgetKind.Macs,
    };

    /// <summary>The budget that is given here, else the learner's own.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal Budget BudgetOf(IAllocationProblem problem) =>
        (AverageBits ?? Bytes ?? Parameters ?? Latency) is { } limit
        ? new Budget(BudgetKind, limit)
        : problem.OwnBudget ?? throw new ArgumentException(
            "A search needs a target: found none of --speed-up, --average-bits, --max-bytes, --max-parameters and --latency.");

    /// <summary>Everything that is wrong with these settings; empty when they can be used.</summary>
    public IEnumerable<string> Validate()
    {
        (string Key, double? Value)[] budgets =
            [("averageBits", AverageBits), ("bytes", Bytes), ("parameters", Parameters), ("latency", Latency)];
        string[] given = [.. budgets.Where(b => b.Value is not null).Select(b => b.Key)];
        if (given.Length > 1 || (given.Length == 1 && Sampler is null))
        {
            yield return $"found the budgets {string.Join(", ", given)}; expected at most one, and a sampler (--search).";
        }

        if (Activations && AverageBits is null)
        {
            yield return "activations are searched for a number of bits on average; found no averageBits.";
        }

        foreach ((string key, double? value) in budgets.Where(b => b.Value is not (null or > 0)))
        {
            yield return FormattableString.Invariant($"{key} is {value}; expected a number above 0.");
        }

        if (Trials < 1 || Epochs < 0 || ReconstructionImages < 1 || ValidationImages is < 1)
        {
            yield return "trials, reconstructionImages and validationImages must be 1 or more, epochs can't be negative.";
        }

        foreach ((string key, string? value, IReadOnlyList<string> known) in new (string, string?, IReadOnlyList<string>)[]
        {
            ("sampler", Sampler, SamplerNames), ("parametrization", Parametrization, Allocation.Parametrization.Names),
            ("objective", Objective, ["metric", "distance"]), ("runtime", Runtime, ["onnxruntime", "litert"]),
            ("pruner", Pruner, [.. PrunerRegistry.Default.Names]),
        })
        {
            if (value is not null && !known.Contains(value))
            {
                yield return $"{key} is \"{value}\"; expected one of {string.Join(", ", known)}.";
            }
        }

        if (IsLayerwise && Latency is not null)
        {
            yield return "ddpg keeps the books of a budget from layer to layer, which a latency does not allow; expected another "
                + "sampler, or a budget that is counted.";
        }

        if (IsLayerwise && Parametrization is not (null or "per-layer"))
        {
            yield return $"ddpg sets one layer after the other; found the parametrization {Parametrization}, expected per-layer.";
        }
    }
}
