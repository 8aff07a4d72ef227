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
    private const int ImagesPerCall = 256;

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

    /// <summary>Answers for all images with a loaded model file; pixels and class maps are put into its order.</summary>
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
            : RequireLength(session, session.Inputs, shape.Length, "takes");
        bool isOutputLast = output.PlaneLength > 1
            ? IsChannelsLast(session, session.Outputs, output, "gives", $"class maps {output}")
            : RequireLength(session, session.Outputs, output.Length, "gives");
        var predictions = new Predictions(task, images, activation);
        for (int first = 0; first < images.Count; first += ImagesPerCall)
        {
            int count = Math.Min(ImagesPerCall, images.Count - first);
            float[] pixels = images.Normalized(first..(first + count), normalization);
            float[] found = session.Run(
                isInputLast ? ChannelsLast(pixels, shape.Image) : pixels, count, cancellationToken);
            predictions.Add(isOutputLast ? ChannelsFirst(found, output) : found, count);
            progress?.Report((double)(first + count) / images.Count);
        }

        return predictions;
    }

    private static ImageShape OutputShape(TargetDescription target) => target.Kind == TargetKind.ClassMap
        ? new ImageShape(target.OutputCount, target.Shape[0], target.Shape[1])
        : new ImageShape(target.OutputCount, 1, 1);

    private static bool RequireLength(
        IModelSession session, IReadOnlyList<TensorInfo> tensors, int length, string verb) =>
        tensors is [var only] && only.SampleLength == length
            ? false
            : throw Mismatch(session, tensors, verb, $"{length} numbers");

    private static bool IsChannelsLast(
        IModelSession session, IReadOnlyList<TensorInfo> tensors, ImageShape shape, string verb, string wanted)
    {
        int[] last = [shape.Height, shape.Width, shape.Channels];
        int[] first = [shape.Channels, shape.Height, shape.Width];
        int[] dims = tensors is [{ Dims.Count: 4 } only] ? [.. only.Dims.Skip(1)] : [];
        bool fitsLast = dims.AsSpan().SequenceEqual(last);
        if (!fitsLast && !dims.AsSpan().SequenceEqual(first))
        {
            throw Mismatch(session, tensors, verb, wanted);
        }

        // Only a cube fits both; then the file format decides.
        return fitsLast
            && (!last.SequenceEqual(first) || ModelFile.FormatOf(session.ModelPath) == ModelFileFormat.TfLite);
    }

    private static ArgumentException Mismatch(
        IModelSession session, IReadOnlyList<TensorInfo> tensors, string verb, string wanted) => new(
            $"{session.ModelPath} {verb} {string.Join("; ", tensors)}; expected was one tensor of {wanted}, "
            + "which the data set has. Name the data set that the model was made for with --data.", nameof(session));

    /// <summary>[N, C, H, W] to [N, H, W, C].</summary>
    internal static float[] ChannelsLast(float[] pixels, ImageShape shape) =>
        Transposed(pixels, shape.Channels, shape.PlaneLength);

    /// <summary>[N, H, W, C] to [N, C, H, W].</summary>
    internal static float[] ChannelsFirst(float[] pixels, ImageShape shape) =>
        Transposed(pixels, shape.PlaneLength, shape.Channels);

    private static float[] Transposed(float[] elements, int rows, int columns)
    {
        float[] moved = new float[elements.Length];
        for (int start = 0; start < elements.Length; start += rows * columns)
        {
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<float> source = elements.AsSpan(start + (row * columns), columns);
                for (int column = 0; column < columns; column++)
                {
                    moved[start + (column * rows) + row] = source[column];
                }
            }
        }

        return moved;
    }
}
