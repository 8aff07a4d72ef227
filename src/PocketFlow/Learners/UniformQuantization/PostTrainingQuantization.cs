using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Training.Execution;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>Finds the grids of all weights and activations of a folded model from calibration images.</summary>
internal static class PostTrainingQuantization
{
    /// <summary>One batch for bias correction; more images change the means by less than a step.</summary>
    private const int BiasCorrectionImages = 256;

    /// <summary>Annotates a folded model in place.</summary>
    public static void Apply(
        Model folded, UniformQuantizationOptions options, LearnerContext context, CancellationToken cancellationToken)
    {
        ImageDataset images = context.Train.Slice(..Math.Min(options.CalibrationImages, context.Train.Count));
        Calibrate(folded, options, context, images, cancellationToken);
        foreach ((Value weight, int axis) in new QuantizationPlan(folded.Graph).Weights)
        {
            weight.Quantization = WeightGrid(weight.Data!, axis);
        }

        if (options.BiasCorrection)
        {
            context.Enter("bias correction");
            int count = Math.Min(BiasCorrectionImages, images.Count);
            long[] shape = [count, .. images.Shape.Dims.Select(d => (long)d)];
            BiasCorrection.Apply(folded, images.Normalized(..count, context.Normalization), shape, context.Device);
        }
    }

    /// <summary>The symmetric grid of a weight, one scale per output channel, that covers its largest magnitude.</summary>
    public static Quantization WeightGrid(TensorData weight, int axis)
    {
        float[] elements = weight.ToFloats();
        long channels = weight.Dims[axis];
        long inner = TensorData.CountOf(weight.Dims[(axis + 1)..]);
        float[] largest = new float[channels];
        for (long i = 0; i < elements.LongLength; i++)
        {
            long channel = i / inner % channels;
            largest[channel] = MathF.Max(largest[channel], MathF.Abs(elements[i]));
        }

        return Quantization.Symmetric(largest, axis);
    }

    private static void Calibrate(
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

        foreach (Value value in plan.Activations)
        {
            folded.Graph.Find(value.Name)!.Quantization = GridOf(value, plan, observer, options);
        }
    }

    private static void Observe(
        Executor executor, RangeObserver observer, ImageDataset images, LearnerContext context,
        CancellationToken cancellationToken)
    {
        context.Enter(observer.IsCounting ? "calibrate: distributions" : "calibrate: extremes");
        Training.Evaluator.Run(executor, images, context.Normalization, observer, cancellationToken);
    }

    private static Quantization GridOf(
        Value value, QuantizationPlan plan, RangeObserver observer, UniformQuantizationOptions options)
    {
        // LiteRT computes these on this fixed grid.
        if (value.Producer is { OpType: "Softmax" or "Sigmoid" })
        {
            return new Quantization([1f / 256], [0], null, 0, 255);
        }

        RangeHistogram histogram = observer.HistogramOf(value);
        if (value.Data is { } constant && plan.RepresentativeOf(value) == value)
        {
            float[] elements = constant.ToFloats();
            histogram.Widen(elements.Min(), elements.Max());
            return histogram.Grid(CalibrationMethod.MinMax, 1);
        }

        return histogram.Grid(options.Calibration, options.Percentile);
    }
}
