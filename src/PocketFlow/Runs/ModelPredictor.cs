using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Runtimes;
using PocketFlow.Torch;
using PocketFlow.Training;
using PocketFlow.Training.Execution;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Runs;

/// <summary>Answers for images with a model in the training engine, or with a model file in its runtime.</summary>
public static class ModelPredictor
{
    /// <summary>Answers for all images in the training engine; quantised models are computed on their grids.</summary>
    public static Predictions InEngine(
        Model model, LearningTask task, ImageDataset images, Normalization normalization, Device device = default,
        CancellationToken cancellationToken = default)
    {
        using var executor = new Executor(model, device);
        var predictions = new Predictions(task, images, executor.Activation);
        Evaluator.Run(
            executor, images, normalization, null, cancellationToken,
            (batch, outputs) => predictions.Add(outputs, batch.Count));
        return predictions;
    }

    /// <summary>Answers for all images with a loaded model file; pixels and class maps in its order.</summary>
    /// <param name="session">The file.</param>
    /// <param name="activation">What the model ends with.</param>
    /// <param name="task">What is measured.</param>
    /// <param name="images">The images.</param>
    /// <param name="normalization">How inputs are normalised.</param>
    /// <param name="progress">Gets the share that is done; null for silence.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="ArgumentException">The model doesn't take one image of the data set's shape, or doesn't give
    /// what its targets are.</exception>
    /// <exception cref="RuntimeFailedException">The runtime reports an error.</exception>
    public static Predictions InRuntime(
        IModelSession session, OutputActivation activation, LearningTask task, ImageDataset images,
        Normalization normalization, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        InputShape shape = images.Shape;
        ImageShape output = OutputShape(images.Target);
        bool isInputLast = shape.IsImage
            ? IsChannelsLast(session, session.Inputs, shape.Image, "takes", $"images {shape}")
            : RequireLength(session, session.Inputs, shape.Length, "takes", "");
        bool isOutputLast = output.PlaneLength > 1
            ? IsChannelsLast(session, session.Outputs, output, "gives", $"class maps {output}")
            : RequireLength(session, session.Outputs, output.Length, "gives", AdviceFor(session, images.Target));
        var predictions = new Predictions(task, images, activation);
        int done = 0;
        foreach (Batch batch in BatchLoader.ForEvaluation(images, normalization).Epoch(0, 0, cancellationToken))
        {
            using (batch)
            {
                float[] inputs = isInputLast ? ChannelsLast(batch.ImageSpan, shape.Image) : batch.ImageSpan.ToArray();
                float[] found = session.Run(inputs, batch.Count, cancellationToken);
                predictions.Add(isOutputLast ? ChannelsFirst(found, output) : found, batch.Count);
                progress?.Report((double)(done += batch.Count) / images.Count);
            }
        }

        return predictions;
    }

    private static string AdviceFor(IModelSession session, TargetDescription target) =>
        TaskFit.AdviceFor(target, session.Outputs is [var only] ? only.SampleLength : 0);

    private static ImageShape OutputShape(TargetDescription target) => target.Kind == TargetKind.ClassMap
        ? new ImageShape(target.OutputCount, target.Shape[0], target.Shape[1])
        : new ImageShape(target.OutputCount, 1, 1);

    private static bool RequireLength(
        IModelSession session, IReadOnlyList<TensorInfo> tensors, int length, string verb, string advice) =>
        tensors is [var only] && only.SampleLength == length
            ? false
            : throw Mismatch(session, tensors, verb, $"{length} numbers", advice);

    private static bool IsChannelsLast(
        IModelSession session, IReadOnlyList<TensorInfo> tensors, ImageShape shape, string verb, string wanted)
    {
        int[] last = [shape.Height, shape.Width, shape.Channels];
        int[] first = [shape.Channels, shape.Height, shape.Width];
        int[] dims = tensors is [{ Dims.Count: 4 } only] ? [.. only.Dims.Skip(1)] : [];
        bool fitsLast = dims.AsSpan().SequenceEqual(last);
        if (!fitsLast && !dims.AsSpan().SequenceEqual(first))
        {
            // Axes of 1 don't change the order of elements.
            return tensors is [var other] && other.Dims.Skip(1).Where(d => d != 1).SequenceEqual(first.Where(d => d != 1))
                ? false
                : throw Mismatch(session, tensors, verb, wanted, "");
        }

        // Only a cube fits both; then the file format decides.
        return fitsLast
            && (!last.SequenceEqual(first) || ModelFile.FormatOf(session.ModelPath) == ModelFileFormat.TfLite);
    }

    private static ArgumentException Mismatch(
        IModelSession session, IReadOnlyList<TensorInfo> tensors, string verb, string wanted, string advice) => new(
            $"{session.ModelPath} {verb} {string.Join("; ", tensors)}; expected was one tensor of {wanted}, which the data set "
            + (advice.Length > 0 ? $"has. {advice}" : "has. Name the data set that the model was made for with --data."));

    /// <summary>[N, C, H, W] to [N, H, W, C].</summary>
    internal static float[] ChannelsLast(ReadOnlySpan<float> pixels, ImageShape shape) =>
        Transposed(pixels, shape.Channels, shape.PlaneLength);

    /// <summary>[N, H, W, C] to [N, C, H, W].</summary>
    internal static float[] ChannelsFirst(float[] pixels, ImageShape shape) =>
        Transposed(pixels, shape.PlaneLength, shape.Channels);

    private static float[] Transposed(ReadOnlySpan<float> elements, int rows, int columns)
    {
        float[] moved = new float[elements.Length];
        for (int start = 0; start < elements.Length; start += rows * columns)
        {
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<float> source = elements.Slice(start + (row * columns), columns);
                for (int column = 0; column < columns; column++)
                {
                    moved[start + (column * rows) + row] = source[column];
                }
            }
        }

        return moved;
    }
}
