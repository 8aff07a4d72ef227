using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Training;

/// <summary>Measures a model in the training engine.</summary>
public static class Evaluator
{
    /// <summary>Top-1 accuracy on all images, 0 to 1. A model with quantization is computed on its grids.</summary>
    public static double Accuracy(
        Model model, ImageDataset images, Normalization normalization, Device device = default,
        CancellationToken cancellationToken = default)
    {
        using var executor = new Executor(model, device);
        return Accuracy(executor, images, normalization, null, cancellationToken);
    }

    /// <summary>Top-1 accuracy of an executor on all images, 0 to 1.</summary>
    public static double Accuracy(
        Executor executor, ImageDataset images, Normalization normalization, ForwardHook? hook = null,
        CancellationToken cancellationToken = default)
    {
        long correct = 0;
        foreach (Batch batch in BatchLoader.ForEvaluation(images, normalization).Epoch(0, 0, cancellationToken))
        {
            using (batch)
            using (TensorScope.Begin())
            using (Engine.NoGrad())
            {
                Tensor logits = executor.Forward(batch.ToTensor(executor.Device), hook: hook);
                correct += CountCorrect(logits, batch.LabelsTensor(executor.Device));
            }
        }

        return images.Count == 0 ? 0 : (double)correct / images.Count;
    }

    /// <summary>The outputs for all images, [N, outputs] flattened.</summary>
    public static float[] Outputs(
        Executor executor, ImageDataset images, Normalization normalization, ForwardHook? hook = null,
        CancellationToken cancellationToken = default)
    {
        var outputs = new List<float>();
        foreach (Batch batch in BatchLoader.ForEvaluation(images, normalization).Epoch(0, 0, cancellationToken))
        {
            using (batch)
            using (TensorScope.Begin())
            using (Engine.NoGrad())
            {
                outputs.AddRange(executor.Forward(batch.ToTensor(executor.Device), hook: hook).ToArray<float>());
            }
        }

        return [.. outputs];
    }

    internal static long CountCorrect(Tensor logits, Tensor labels) => logits.Argmax(1).Eq(labels).Sum().Item<long>();

    /// <summary>The inputs of a batch as a tensor, [N, C, H, W] for images, else [N, shape].</summary>
    public static Tensor ToTensor(this Batch batch, Device device) => Tensor.FromArray(
        batch.ImageSpan, (long[])[batch.Count, .. batch.Shape.Dims.Select(d => (long)d)], device);

    internal static Tensor LabelsTensor(this Batch batch, Device device) =>
        Tensor.FromArray(batch.LabelSpan, batch.Count, device);
}
