using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Training;

/// <summary>Measures a model in the training engine.</summary>
public static class Evaluator
{
    /// <summary>The metrics of a task on all images. A model with quantization is computed on its grids.</summary>
    public static IReadOnlyList<MetricValue> Measure(
        Model model, LearningTask task, ImageDataset images, Normalization normalization, Device device = default,
        CancellationToken cancellationToken = default)
    {
        using var executor = new Executor(model, device);
        return Measure(executor, task, images, normalization, null, cancellationToken);
    }

    /// <summary>The metrics of a task on all images, from an executor.</summary>
    public static IReadOnlyList<MetricValue> Measure(
        Executor executor, LearningTask task, ImageDataset images, Normalization normalization,
        ForwardHook? hook = null, CancellationToken cancellationToken = default)
    {
        var measurement = new Measurement(task, images.Target);
        Run(executor, images, normalization, hook, cancellationToken, (batch, outputs) =>
        {
            if (task.UsesLogits)
            {
                Logits.Restore(outputs, executor.Activation);
            }

            int length = outputs.Length / batch.Count;
            for (int i = 0; i < batch.Count; i++)
            {
                measurement.Add(outputs.AsSpan(i * length, length), batch.TargetAt(i));
            }
        });
        return measurement.Values;
    }

    /// <summary>The outputs for all images, [N, outputs] flattened.</summary>
    public static float[] Outputs(
        Executor executor, ImageDataset images, Normalization normalization, ForwardHook? hook = null,
        CancellationToken cancellationToken = default)
    {
        var all = new List<float>();
        Run(executor, images, normalization, hook, cancellationToken, (_, outputs) => all.AddRange(outputs));
        return [.. all];
    }

    /// <summary>Runs a model on all images in order, batch by batch.</summary>
    /// <param name="executor">The model.</param>
    /// <param name="images">The images.</param>
    /// <param name="normalization">How inputs are normalised.</param>
    /// <param name="hook">Sees every value; null for none.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <param name="receive">Gets each batch, for the time of the call, and its outputs, [N, outputs].</param>
    public static void Run(
        Executor executor, ImageDataset images, Normalization normalization, ForwardHook? hook,
        CancellationToken cancellationToken, Action<Batch, float[]>? receive = null)
    {
        foreach (Batch batch in BatchLoader.ForEvaluation(images, normalization).Epoch(0, 0, cancellationToken))
        {
            using (batch)
            using (TensorScope.Begin())
            using (Engine.NoGrad())
            {
                Tensor outputs = executor.Forward(batch.ToTensor(executor.Device), hook: hook);
                receive?.Invoke(batch, outputs.ToArray<float>());
            }
        }
    }

    /// <summary>The inputs of a batch as a tensor, [N, C, H, W] for images, else [N, shape].</summary>
    public static Tensor ToTensor(this Batch batch, Device device) => Tensor.FromArray(
        batch.ImageSpan, (long[])[batch.Count, .. batch.Shape.Dims.Select(d => (long)d)], device);

    /// <summary>The targets of a batch as a tensor, as a <see cref="Loss"/> gets them.</summary>
    internal static Tensor TargetTensor(this Batch batch, Device device)
    {
        long[] shape = [batch.Count, .. batch.Target.Shape];
        return batch.Target.IsLabels
            ? Tensor.FromArray(batch.LabelSpan, shape, device)
            : Tensor.FromArray(batch.ValueSpan, shape, device);
    }

    /// <summary>What a model gives as a <see cref="Loss"/> gets it: Float32, [N, outputs] but for class maps.</summary>
    internal static Tensor ToOutputs(this Tensor output, TargetDescription target)
    {
        Tensor outputs = output.To(DType.Float32);
        return target.Kind == TargetKind.ClassMap || outputs.Dimensions == 2 ? outputs : outputs.Flatten(1);
    }
}
