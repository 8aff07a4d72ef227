namespace PocketFlow.Data;

/// <summary>Normalised images and their targets. Its arrays go back to the loader's pool when it is disposed.</summary>
/// <remarks>
/// The arrays belong to the batch until <see cref="Dispose"/>, and hold room for a full batch: a short last batch uses
/// only the first <see cref="Count"/> images. A batch that is never disposed costs an allocation, nothing else.
/// </remarks>
public sealed class Batch : IDisposable
{
    private readonly BatchPool _pool;
    private BatchBuffers? _buffers;

    internal Batch(BatchPool pool, BatchBuffers buffers, ImageDataset dataset, int epoch, int index, int count)
    {
        (_pool, _buffers, Shape, Target) = (pool, buffers, dataset.Shape, dataset.Target);
        (Epoch, Index, Count) = (epoch, index, count);
    }

    /// <summary>Epoch that the batch belongs to.</summary>
    public int Epoch { get; }

    /// <summary>Number of the batch in its epoch, from 0.</summary>
    public int Index { get; }

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Shape of one input.</summary>
    public InputShape Shape { get; }

    /// <summary>What the targets are.</summary>
    public TargetDescription Target { get; }

    /// <summary>Normalised inputs, [N, C, H, W] for images, else [N, shape]; <c>Count * Shape.Length</c> are valid. Pinned
    /// in memory.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public float[] Images => Buffers.Images;

    /// <summary>Class of each image, [N], or of each pixel, [N, H, W]; empty where targets are values. Pinned in
    /// memory; <c>Count * Target.Length</c> are valid.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public long[] Labels => Buffers.Labels;

    /// <summary>Values, or 1 and 0 for classes of a set, [N, values]; empty where targets are labels. Pinned in memory;
    /// <c>Count * Target.Length</c> are valid.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public float[] Values => Buffers.Values;

    /// <summary>Position of each image in the data set; the first <see cref="Count"/> are valid.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public int[] Indices => Buffers.Indices;

    /// <summary>The valid part of <see cref="Images"/>.</summary>
    public ReadOnlySpan<float> ImageSpan => Images.AsSpan(0, Count * Shape.Length);

    /// <summary>The valid part of <see cref="Labels"/>.</summary>
    public ReadOnlySpan<long> LabelSpan => Labels.AsSpan(0, Target.IsLabels ? Count * Target.Length : 0);

    /// <summary>The valid part of <see cref="Values"/>.</summary>
    public ReadOnlySpan<float> ValueSpan => Values.AsSpan(0, Target.IsLabels ? 0 : Count * Target.Length);

    /// <summary>The target of one image.</summary>
    /// <param name="position">0 to <see cref="Count"/> - 1.</param>
    public TargetSpan TargetAt(int position) => Buffers.TargetAt(position);

    private BatchBuffers Buffers
    {
        get
        {
            BatchBuffers? buffers = Volatile.Read(ref _buffers);
            ObjectDisposedException.ThrowIf(buffers is null, this);
            return buffers;
        }
    }

    /// <summary>Gives the arrays back; they must not be used afterwards. Further calls do nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffers, null) is { } buffers)
        {
            _pool.Return(buffers);
        }
    }
}
