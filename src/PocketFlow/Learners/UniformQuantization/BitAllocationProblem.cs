using PocketFlow.Allocation;
using PocketFlow.Graphs;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>Choosing how many bits each layer's weights get. First and last layers, and all activations, have the bits that
/// the options say.</summary>
internal sealed class BitAllocationProblem : IAllocationProblem
{
    private const int FewestBits = 2;
    private const int MostBits = 8;
    private readonly UniformQuantizationOptions _options;
    private readonly QuantizationCandidates _candidates;
    private readonly QuantizedWeight[] _weights;
    private readonly BitAllocation _fixed;

    public BitAllocationProblem(
        Model model, UniformQuantizationOptions options, LearnerContext context, CancellationToken cancellationToken)
    {
        _options = options;
        Original = model.Clone().Simplify();
        _candidates = QuantizationCandidates.Observe(model, options, context, cancellationToken);
        _fixed = _candidates.Space.Allocate(options);
        _weights = [.. _candidates.Space.Weights
            .Where(w => !w.IsEdge && options.LayerWeightBits?.ContainsKey(w.Layer) != true)];
        Layers = [.. _weights.Select(Describe)];
    }

    public string Unit => "bits";

    public Model Original { get; }

    public Budget? OwnBudget => null;

    public IReadOnlyList<AllocatedLayer> Layers { get; }

    public int[]? OwnChoice(Budget budget) => null;

    public double Cost(BudgetKind kind, IReadOnlyList<int> levels) => kind switch
    {
        BudgetKind.AverageBits => _weights.Select((w, i) => (double)w.Elements * BitsOf(levels[i])).Sum()
            / _weights.Sum(w => w.Elements),
        BudgetKind.Bytes => _candidates.Space.Pack(Allocation(levels)).Bytes,
        _ => throw new ArgumentException($"uniform-quantization has no budget of {kind}.", nameof(kind)),
    };

    public Model Build(IReadOnlyList<int> levels, CancellationToken cancellationToken = default) =>
        _candidates.Quantize(Allocation(levels));

    public object OptionsFor(IReadOnlyList<int> levels, int? epochs = null)
    {
        var bits = new Dictionary<string, int>(
            _options.LayerWeightBits ?? new Dictionary<string, int>(), StringComparer.Ordinal);
        for (int i = 0; i < _weights.Length; i++)
        {
            bits[_weights[i].Layer] = BitsOf(levels[i]);
        }

        return _options with { LayerWeightBits = bits, Epochs = epochs ?? _options.Epochs };
    }

    public void Dispose()
    {
    }

    private static int BitsOf(int level) => FewestBits + level;

    private BitAllocation Allocation(IReadOnlyList<int> levels)
    {
        var bits = new Dictionary<string, int>(_fixed.Weights, StringComparer.Ordinal);
        for (int i = 0; i < _weights.Length; i++)
        {
            bits[_weights[i].Layer] = BitsOf(levels[i]);
        }

        return _fixed with { Weights = bits };
    }

    private static AllocatedLayer Describe(QuantizedWeight weight)
    {
        Node node = weight.Value.Uses[0].Node;
        double[] shape = [.. weight.Value.KnownShape.Select(d => (double)d.Size)];
        double[] space = [.. node.Output.KnownShape.Skip(2).Select(d => (double)d.SizeOr(0))];
        double stride = node.Attributes.Ints("strides")?[0] ?? 1;
        string size = string.Join('x', space);
        return new AllocatedLayer(weight.Layer, [.. Enumerable.Range(FewestBits, MostBits - FewestBits + 1).Select(b => (double)b)])
        {
            Stage = size,
            Likeness = $"{string.Join('x', shape)}@{size}",
            Features = [shape[0], shape.Length > 1 ? shape[1] : 1, shape.Length > 2 ? shape[2] : 1, stride, space.FirstOrDefault(), weight.Elements],
        };
    }
}
