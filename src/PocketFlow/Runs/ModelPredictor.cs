using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Runtimes;
using PocketFlow.Torch;
using PocketFlow.Training;
using PocketFlow.Training.Execution;

namespace PocketFlow.Runs;

/// <summary>Classifies images with a model in the training engine, or with a model file in its runtime.</summary>
public static class ModelPredictor
{
    private const int ImagesPerCall = 256;

    /// <summary>Classifies all images in the training engine; quantised models are computed on their grids.</summary>
    public static Predictions InEngine(
        Model model, ImageDataset images, Normalization normalization, Device device = default,
        CancellationToken cancellationToken = default)
    {
        using var executor = new Executor(model, device);
        return new Predictions(
            Evaluator.Outputs(executor, images, normalization, null, cancellationToken), images);
    }

    /// <summary>Classifies all images with a loaded model file; pixels are put into its order.</summary>
    /// <exception cref="ArgumentException">The model doesn't take one image of the data set's shape.</exception>
    /// <exception cref="RuntimeFailedException">The runtime reports an error.</exception>
    public static Predictions InRuntime(
        IModelSession session, ImageDataset images, Normalization normalization,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        bool isChannelsLast = IsChannelsLast(session, images.Shape.Image);
        var outputs = new List<float>();
        for (int first = 0; first < images.Count; first += ImagesPerCall)
        {
            int count = Math.Min(ImagesPerCall, images.Count - first);
            float[] pixels = images.Normalized(first..(first + count), normalization);
            outputs.AddRange(session.Run(
                isChannelsLast ? ChannelsLast(pixels, images.Shape.Image) : pixels, count, cancellationToken));
            progress?.Report((double)(first + count) / images.Count);
        }

        return new Predictions(outputs.ToArray(), images);
    }

    private static bool IsChannelsLast(IModelSession session, ImageShape shape)
    {
        int[] last = [shape.Height, shape.Width, shape.Channels];
        int[] first = [shape.Channels, shape.Height, shape.Width];
        IReadOnlyList<TensorInfo> inputs = session.Inputs;
        int[] dims = inputs is [{ Dims.Count: 4 } only] ? [.. only.Dims.Skip(1)] : [];
        bool fitsLast = dims.AsSpan().SequenceEqual(last);
        if (!fitsLast && !dims.AsSpan().SequenceEqual(first))
        {
            throw new ArgumentException(
                $"{session.ModelPath} takes {string.Join("; ", inputs)}; expected was one input of images {shape}, "
                + "which the data set has. Name the data set that the model was made for with --data.", nameof(session));
        }

        // Only a cube fits both; then the file format decides.
        return fitsLast
            && (!last.SequenceEqual(first) || ModelFile.FormatOf(session.ModelPath) == ModelFileFormat.TfLite);
    }

    /// <summary>[N, C, H, W] to [N, H, W, C].</summary>
    internal static float[] ChannelsLast(float[] pixels, ImageShape shape)
    {
        float[] moved = new float[pixels.Length];
        int plane = shape.PlaneLength;
        for (int image = 0; image < pixels.Length; image += shape.Length)
        {
            for (int channel = 0; channel < shape.Channels; channel++)
            {
                ReadOnlySpan<float> source = pixels.AsSpan(image + (channel * plane), plane);
                for (int position = 0; position < plane; position++)
                {
                    moved[image + (position * shape.Channels) + channel] = source[position];
                }
            }
        }

        return moved;
    }
}
