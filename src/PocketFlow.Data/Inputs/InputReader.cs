using System.Buffers;

namespace PocketFlow.Data;

/// <summary>Reads inputs of a data set as normalised floats. Safe for use from several threads.</summary>
internal sealed class InputReader
{
    private readonly ImageDataset _dataset;
    private readonly Normalization _normalization;
    private readonly NormalizationTable? _table;
    private readonly AugmentationPipeline _augmentation;
    private readonly AugmentationContext? _context;

    /// <param name="dataset">The records.</param>
    /// <param name="normalization">Mean and deviation per channel.</param>
    /// <param name="augmentation">Changes to pixels.</param>
    /// <exception cref="ArgumentException">Channel counts differ, or inputs can't be changed that way.</exception>
    public InputReader(ImageDataset dataset, Normalization normalization, AugmentationPipeline augmentation)
    {
        (_dataset, _augmentation) = (dataset, augmentation);
        _normalization = normalization.For(dataset.Shape);
        _table = dataset.InputKind == InputKind.Pixels ? new NormalizationTable(normalization, dataset.Shape) : null;
        if (augmentation.Steps.Count > 0)
        {
            RequireImages(dataset, augmentation);
            _context = new AugmentationContext(dataset.Shape.Image, _normalization);
        }
    }

    /// <summary>Reads an input, changes it at random, and moves its target along.</summary>
    public void Read(int index, in SeededRandom random, TargetSpan target, Span<float> destination)
    {
        if (_table is null)
        {
            _dataset.ReadInput(index, InputSpan.Of(destination));
            Scale(destination);
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(_dataset.Shape.Length);
        try
        {
            Span<byte> pixels = rented.AsSpan(0, _dataset.Shape.Length);
            _dataset.ReadInput(index, InputSpan.Of(pixels));
            if (_context is not null)
            {
                _augmentation.Apply(pixels, _context, target, random);
            }

            _table.Apply(pixels, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Scale(Span<float> values)
    {
        int plane = _dataset.Shape.PlaneLength;
        for (int channel = 0, i = 0; i < values.Length; channel++)
        {
            (double mean, double deviation) = (_normalization.Mean[channel], _normalization.Deviation[channel]);
            for (int end = i + plane; i < end; i++)
            {
                values[i] = (float)((values[i] - mean) / deviation);
            }
        }
    }

    private static void RequireImages(ImageDataset dataset, AugmentationPipeline augmentation)
    {
        if (dataset.InputKind != InputKind.Pixels || !dataset.Shape.IsImage)
        {
            throw new ArgumentException(
                $"Augmentation {augmentation} changes images of 8 bits; inputs of {dataset.Name} are {dataset.Shape} "
                + $"{dataset.InputKind.ToString().ToLowerInvariant()}. Pass none.", nameof(augmentation));
        }

        if (augmentation.ProblemWith(dataset.Target, dataset.Shape.Image) is { } problem)
        {
            throw new ArgumentException(problem, nameof(augmentation));
        }
    }
}
