using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Passes;
using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Training.Execution;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>
/// Post-training quantization of one model with any allocation of bits. Activations are observed once; each weight is rounded
/// and each grid found once for a number of bits, when first asked for; a candidate then takes milliseconds.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class QuantizationCandidates
{
    /// <summary>One batch for bias correction; more images change the means by less than a step.</summary>
    private const int BiasCorrectionImages = 256;

    private readonly Model _folded;
    private readonly UniformQuantizationOptions _options;
    private readonly Dictionary<string, RangeHistogram> _histograms;
    private readonly BiasCorrection _correction;
    private readonly Lazy<Dictionary<QuantizedWeight, (ConsumerLayer Layer, double[] Gram)>> _grams;
    private readonly Dictionary<(string Layer, int Bits), (Quantization Grid, TensorData Data)> _weights = [];
    private readonly Dictionary<(string Layer, int Bits), Quantization> _activationGrids = [];

    private QuantizationCandidates(
        Model folded, QuantizationSpace space, UniformQuantizationOptions options,
        Dictionary<string, RangeHistogram> histograms, BiasCorrection correction,
        Func<Dictionary<QuantizedWeight, (ConsumerLayer Layer, double[] Gram)>> grams)
    {
        (_folded, Space, _options, _histograms, _correction) = (folded, space, options, histograms, correction);
        _grams = new Lazy<Dictionary<QuantizedWeight, (ConsumerLayer Layer, double[] Gram)>>(grams);
    }

    /// <summary>What can be given bits, and what an allocation costs.</summary>
    public QuantizationSpace Space { get; }

    /// <summary>Observes the activations of a model, which stays as it is, on the first training images.</summary>
    /// <param name="model">A trained model.</param>
    /// <param name="options">Says how to calibrate; bits are given later.</param>
    /// <param name="context">Training images, normalisation and device.</param>
    /// <param name="cancellationToken">Ends the observation, and that of layers' inputs when a weight first needs it.</param>
    /// <exception cref="Recipes.RecipeException">The options name layers that the model lacks.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static QuantizationCandidates Observe(
        Model model, UniformQuantizationOptions options, LearnerContext context,
        CancellationToken cancellationToken = default)
    {
        Model folded = model.Folded();
        var space = new QuantizationSpace(folded.Graph);
        space.Allocate(options);
        ImageDataset images = context.Train.Slice(..Math.Min(options.CalibrationImages, context.Train.Count));
        int count = Math.Min(BiasCorrectionImages, images.Count);
        long[] shape = [count, .. images.Shape.Dims.Select(d => (long)d)];
        var correction = new BiasCorrection(
            folded, images.Normalized(..count, context.Normalization), shape, context.Device);
        return new QuantizationCandidates(
            folded, space, options, Histograms(folded, options, context, images, cancellationToken), correction,
            () => InputGrams.Of(folded, space.Weights, images, context, cancellationToken));
    }

    /// <summary>The model on the grids of an allocation, as its files will compute.</summary>
    /// <param name="bits">Bits of every weight and activation of <see cref="Space"/>.</param>
    /// <param name="correctsBiases">
    /// Whether biases keep each channel's mean, which takes a pass of 256 images; null means what the options say.
    /// </param>
    /// <returns>A folded model whose values carry a <see cref="Quantization"/>.</returns>
    /// <exception cref="ArgumentException">The allocation lacks a layer, or bits are not 2 to 8.</exception>
    public Model Quantize(BitAllocation bits, bool? correctsBiases = null)
    {
        Model model = Round(bits, correctsBiases ?? _options.BiasCorrection);

        // Files hold biases as integers; the engine has to compute with the same ones.
        new RoundBiases().Run(model);
        return model;
    }

    /// <summary>As <see cref="Quantize"/>, but with biases in float: training goes on from them.</summary>
    internal Model Round(BitAllocation bits, bool correctsBiases)
    {
        Space.Require(bits);
        Model model = _folded.Clone();
        foreach (QuantizedWeight weight in Space.Weights)
        {
            Value rounded = model.Graph.Find(weight.Value.Name)!;
            (rounded.Quantization, TensorData data) = RoundedOf(weight, bits.Weights[weight.Layer]);
            Graph.SetData(rounded, data);
        }

        foreach (QuantizedActivation activation in Space.Activations.Concat(Space.FixedActivations))
        {
            int count = bits.Activations.GetValueOrDefault(activation.Layer, 8);
            foreach (Value value in activation.Values)
            {
                model.Graph.Find(value.Name)!.Quantization = GridOf(activation, value, count);
            }
        }

        if (correctsBiases)
        {
            _correction.Apply(
                model, Space.Weights.Where(w => IsCompensated(w, bits.Weights[w.Layer])).Select(w => w.Layer));
        }

        return model;
    }

    private bool IsCompensated(QuantizedWeight weight, int bits) =>
        bits < 8 && _options.RoundingCompensation && _grams.Value.ContainsKey(weight);

    private (Quantization Grid, TensorData Data) RoundedOf(QuantizedWeight weight, int bits)
    {
        if (!_weights.TryGetValue((weight.Layer, bits), out var rounded))
        {
            TensorData data = weight.Value.Data!;
            Quantization grid = WeightGrid.Of(data, weight.Axis, bits);
            rounded = (grid, IsCompensated(weight, bits)
                ? CompensatedRounding.Round(_grams.Value[weight].Layer, grid, _grams.Value[weight].Gram)
                : data);
            _weights[(weight.Layer, bits)] = rounded;
        }

        return rounded;
    }

    private Quantization GridOf(QuantizedActivation activation, Value value, int bits)
    {
        // LiteRT computes these on this fixed grid.
        if (value.Producer is { OpType: "Softmax" or "Sigmoid" })
        {
            return new Quantization([1f / 256], [0], null, 0, 255);
        }

        if (!_activationGrids.TryGetValue((activation.Layer, bits), out Quantization? grid))
        {
            grid = _histograms[value.Name].Grid(
                activation.IsConstant ? CalibrationMethod.MinMax : _options.Calibration, _options.Percentile, bits);
            _activationGrids[(activation.Layer, bits)] = grid;
        }

        return grid;
    }

    private static Dictionary<string, RangeHistogram> Histograms(
        Model folded, UniformQuantizationOptions options, LearnerContext context, ImageDataset images,
        CancellationToken cancellationToken)
    {
        using var executor = new Executor(folded, context.Device);
        var plan = new QuantizationPlan(executor.Graph);
        var observer = new RangeObserver(plan);
        Observe(executor, observer, images, context, cancellationToken);
        if (options.Calibration != CalibrationMethod.MinMax)
        {
            observer.IsCounting = true;
            Observe(executor, observer, images, context, cancellationToken);
        }

        foreach (Value constant in plan.Activations.Where(v => v.IsInitializer && plan.RepresentativeOf(v) == v))
        {
            float[] elements = constant.Data!.ToFloats();
            observer.HistogramOf(constant).Widen(elements.Min(), elements.Max());
        }

        return plan.Activations.ToDictionary(v => v.Name, observer.HistogramOf, StringComparer.Ordinal);
    }

    private static void Observe(
        Executor executor, RangeObserver observer, ImageDataset images, LearnerContext context,
        CancellationToken cancellationToken)
    {
        context.Enter(observer.IsCounting ? "calibrate: distributions" : "calibrate: extremes");
        Training.Evaluator.Run(executor, images, context.Normalization, observer, cancellationToken);
    }
}
