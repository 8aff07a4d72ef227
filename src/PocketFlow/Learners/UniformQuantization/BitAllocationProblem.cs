using PocketFlow.Allocation;
using PocketFlow.Graphs;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>Choosing how many bits each layer's weight gets; activations, and first and last layers, where the settings say so.
/// What is named in the options has the bits that these say.</summary>
internal sealed class BitAllocationProblem : IAllocationProblem
{
    private const int FewestBits = 2;
    private const int MostBits = 8;
    private readonly UniformQuantizationOptions _options;
    private readonly QuantizationCandidates _candidates;
    private readonly BitChoice[] _choices;
    private readonly BitAllocation _fixed;

    public BitAllocationProblem(
        Model model, UniformQuantizationOptions options, LearnerContext context, SearchSettings settings,
        CancellationToken cancellationToken)
    {
        _options = options;
        Original = model.Clone().Simplify();
        _candidates = QuantizationCandidates.Observe(model, options, context, cancellationToken);
        QuantizationSpace space = _candidates.Space;
        _fixed = space.Allocate(options);
        _choices =
        [
            .. space.Weights.Where(w => settings.Edges || !w.IsEdge)
                .Where(w => !IsNamed(options.LayerWeightBits, w.Names)).Select(BitChoice.Of),
            .. space.Activations.Where(a => settings.Activations && (settings.Edges || !a.IsEdge) && !a.IsConstant)
                .Where(a => !IsNamed(options.LayerActivationBits, a.Names)).Select(BitChoice.Of),
        ];
        double[] levels = [.. Enumerable.Range(FewestBits, MostBits - FewestBits + 1)];
        Layers = [.. _choices.Select(c => c.Describe(levels))];
    }

    public string Unit => "bits";

    public Model Original { get; }

    public Budget? OwnBudget => null;

    public IReadOnlyList<AllocatedLayer> Layers { get; }

    public int[]? OwnChoice(Budget budget) => null;

    public double Cost(BudgetKind kind, IReadOnlyList<int> levels) => kind switch
    {
        BudgetKind.AverageBits => _choices.Select((c, i) => (double)c.Elements * BitsOf(levels[i])).Sum()
            / _choices.Sum(c => c.Elements),
        BudgetKind.Bytes => _candidates.Space.Pack(Allocation(levels)).Bytes,
        _ => throw new ArgumentException($"uniform-quantization has no budget of {kind}.", nameof(kind)),
    };

    public Model Build(IReadOnlyList<int> levels, CancellationToken cancellationToken = default) =>
        _candidates.Quantize(Allocation(levels));

    public object OptionsFor(IReadOnlyList<int> levels, int? epochs = null) => _options with
    {
        LayerWeightBits = With(_options.LayerWeightBits, levels, isActivation: false),
        LayerActivationBits = With(_options.LayerActivationBits, levels, isActivation: true),
        Epochs = epochs ?? _options.Epochs,
    };

    public void Dispose()
    {
    }

    private static bool IsNamed(IReadOnlyDictionary<string, int>? bits, IReadOnlyList<string> names) =>
        bits is not null && names.Any(bits.ContainsKey);

    private static int BitsOf(int level) => FewestBits + level;

    private BitAllocation Allocation(IReadOnlyList<int> levels) => new(
        With(_fixed.Weights, levels, isActivation: false), With(_fixed.Activations, levels, isActivation: true));

    /// <summary>Bits by layer, with those that are chosen here.</summary>
    private Dictionary<string, int> With(
        IReadOnlyDictionary<string, int>? bits, IReadOnlyList<int> levels, bool isActivation)
    {
        var all = new Dictionary<string, int>(bits ?? new Dictionary<string, int>(), StringComparer.Ordinal);
        foreach ((BitChoice choice, int level) in _choices.Zip(levels).Where(p => p.First.IsActivation == isActivation))
        {
            all[choice.Layer] = BitsOf(level);
        }

        return all;
    }
}
