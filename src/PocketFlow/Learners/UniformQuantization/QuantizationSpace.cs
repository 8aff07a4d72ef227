using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Recipes;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>The weights and activations of a model that can be given bits, and what an allocation of bits costs.</summary>
/// <remarks>Needs no data and no training engine: a search asks it which candidates meet a budget.</remarks>
public sealed class QuantizationSpace
{
    // LiteRT computes these on fixed grids of 256 levels; rounded once more, they would differ from the engine.
    private static readonly HashSet<string> s_fixed = ["Softmax", "LogSoftmax", "Sigmoid", "Tanh"];

    /// <summary>The space of a model, which stays as it is; batch normalisation counts as folded.</summary>
    public QuantizationSpace(Model model)
        : this(model.Folded().Graph)
    {
    }

    internal QuantizationSpace(Graph folded)
    {
        var plan = new QuantizationPlan(folded);
        HashSet<Value> weights = [.. plan.Weights.Select(w => w.Weight)];
        HashSet<Node> weighted = [.. folded.Nodes.Where(n => n.Inputs.OfType<Value>().Any(weights.Contains))];
        HashSet<Node> last = EdgeLayers.Last(folded, weighted);
        HashSet<Node> edges = [.. EdgeLayers.First(folded, weighted), .. last];
        Weights = [.. plan.Weights.Select(w => WeightOf(w.Weight, w.Axis, edges))];
        HashSet<Value> ends =
        [
            .. edges.SelectMany(n => n.Inputs.OfType<Value>().Where(v => !v.IsInitializer)), .. folded.Outputs,
            .. EdgeLayers.Behind(folded, last),
        ];
        ILookup<bool, QuantizedActivation> activations = plan.Activations.GroupBy(plan.RepresentativeOf)
            .Select(g => new QuantizedActivation([.. NamesOf(g, plan)], [.. g], g.Any(ends.Contains)))
            .ToLookup(a => a.Values.Any(v => v.Producer is { } maker && s_fixed.Contains(maker.OpType)));
        (Activations, FixedActivations) = ([.. activations[false]], [.. activations[true]]);
    }

    /// <summary>The weights, in the order in which layers run.</summary>
    public IReadOnlyList<QuantizedWeight> Weights { get; }

    /// <summary>The activations; those that must share a grid are one. Softmax, Sigmoid and Tanh always have 8 bits.</summary>
    public IReadOnlyList<QuantizedActivation> Activations { get; }

    /// <summary>The activations that always have 8 bits.</summary>
    internal IReadOnlyList<QuantizedActivation> FixedActivations { get; }

    /// <summary>The same bits for all weights and for all activations, others for first and last layers.</summary>
    /// <param name="weightBits">Bits of weights, 2 to 8.</param>
    /// <param name="activationBits">Bits of activations, 2 to 8.</param>
    /// <param name="edgeBits">Bits of all that <see cref="UniformQuantizationOptions.EdgeBits"/> names.</param>
    public BitAllocation Uniform(int weightBits, int activationBits, int edgeBits = 8) => Allocate(
        new UniformQuantizationOptions { WeightBits = weightBits, ActivationBits = activationBits, EdgeBits = edgeBits });

    /// <summary>The bits that options ask for.</summary>
    /// <exception cref="RecipeException">They name layers that the model lacks; every problem is listed.</exception>
    public BitAllocation Allocate(UniformQuantizationOptions options)
    {
        RecipeProblem[] problems = [.. ProblemsOf(options)];
        return problems.Length > 0 ? throw new RecipeException("uniform-quantization", problems) : new BitAllocation(
            Weights.ToDictionary(
                w => w.Layer,
                w => Given(options.LayerWeightBits, w.Names).FirstOrDefault(w.IsEdge ? options.EdgeBits : options.WeightBits),
                StringComparer.Ordinal),
            Activations.ToDictionary(
                a => a.Layer,
                a => Given(options.LayerActivationBits, a.Names)
                    .FirstOrDefault(a.IsEdge ? options.EdgeBits : options.ActivationBits),
                StringComparer.Ordinal));
    }

    /// <summary>What of options doesn't fit the model: names that it lacks, two numbers for one grid.</summary>
    public IEnumerable<RecipeProblem> ProblemsOf(UniformQuantizationOptions options) =>
    [
        .. ProblemsOf("layerWeightBits", options.LayerWeightBits, [.. Weights.Select(w => w.Names)]),
        .. ProblemsOf("layerActivationBits", options.LayerActivationBits, [.. Activations.Select(a => a.Names)]),
    ];

    /// <summary>What the weights take with an allocation; takes microseconds.</summary>
    /// <exception cref="ArgumentException">The allocation lacks a layer, or bits are not 2 to 8.</exception>
    public PackedWeights Pack(BitAllocation bits)
    {
        Require(bits);
        return PackWeights(bits.Weights);
    }

    /// <summary>What the weights of a quantized model take; null where all have 8 bits or are in float.</summary>
    internal PackedWeights? PackedByGrids()
    {
        Dictionary<string, int> bits = Weights.Where(w => w.Value.Quantization is not null)
            .ToDictionary(w => w.Layer, w => w.Value.Quantization!.Bits, StringComparer.Ordinal);
        return bits.Count == Weights.Count && bits.Values.Any(b => b < 8) ? PackWeights(bits) : null;
    }

    private PackedWeights PackWeights(IReadOnlyDictionary<string, int> bits)
    {
        long bytes = Weights.Sum(w => (w.Elements * bits[w.Layer] + 7) / 8 + 4 * (w.Channels + w.Biases));
        long elements = Weights.Sum(w => w.Elements);
        return new PackedWeights(bytes, (double)Weights.Sum(w => w.Elements * bits[w.Layer]) / elements);
    }

    internal void Require(BitAllocation bits)
    {
        string[] problems =
        [
            .. Weights.Where(w => !IsBits(bits.Weights, w.Layer)).Select(w => $"the weight of {w.Layer}"),
            .. Activations.Where(a => !IsBits(bits.Activations, a.Layer)).Select(a => $"the activation of {a.Layer}"),
        ];
        if (problems.Length > 0)
        {
            throw new ArgumentException(
                $"Expected were 2 to 8 bits for every weight and activation; none such were found for "
                + $"{string.Join(", ", problems)}.");
        }
    }

    private static bool IsBits(IReadOnlyDictionary<string, int> bits, string layer) =>
        bits.TryGetValue(layer, out int found) && UniformQuantizationOptions.IsBits(found);

    private static QuantizedWeight WeightOf(Value weight, int axis, HashSet<Node> edges)
    {
        Node[] readers = [.. weight.Uses.Where(u => u.Node.Operator.RoleOf(u.Index) == ParameterRole.Weight)
            .Select(u => u.Node).Distinct()];
        return new QuantizedWeight(weight, axis, readers, readers.Any(edges.Contains));
    }

    private static IEnumerable<string> NamesOf(IEnumerable<Value> values, QuantizationPlan plan) =>
        values.SelectMany(v => new[] { plan.FusedInto(v)?.Name, v.Producer?.Name ?? v.Name }).OfType<string>().Distinct();

    private static IEnumerable<int> Given(IReadOnlyDictionary<string, int>? bits, IReadOnlyList<string> names) =>
        bits is null ? [] : names.Where(bits.ContainsKey).Select(n => bits[n]);

    private static IEnumerable<RecipeProblem> ProblemsOf(
        string key, IReadOnlyDictionary<string, int>? bits, IReadOnlyList<string>[] known)
    {
        string[] all = [.. known.SelectMany(n => n).Distinct()];
        foreach (string name in (bits?.Keys ?? []).Except(all))
        {
            string meant = Spelling.Nearest(name, all) is { } nearest ? $" Did you mean \"{nearest}\"?" : "";
            yield return new RecipeProblem(
                key, $"found the unknown layer \"{name}\"; expected one of {string.Join(", ", all)}.{meant}");
        }

        foreach (IReadOnlyList<string> names in known.Where(n => Given(bits, n).Distinct().Count() > 1))
        {
            yield return new RecipeProblem(
                key, $"found different bits for {string.Join(", ", names.Where(bits!.ContainsKey))}, which share one grid; "
                + "give one of them only.");
        }
    }
}
