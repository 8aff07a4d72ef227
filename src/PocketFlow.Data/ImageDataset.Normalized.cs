namespace PocketFlow.Data;

public sealed partial class ImageDataset
{
    /// <summary>Normalised inputs of the given records, without augmentation: [N, shape], newly allocated.</summary>
    /// <param name="indices">Positions in this set, in the wanted order.</param>
    /// <param name="normalization">Mean and deviation per channel.</param>
    /// <exception cref="ArgumentException">The channel counts differ.</exception>
    /// <exception cref="DatasetException">A record is damaged.</exception>
    public float[] Normalized(ReadOnlySpan<int> indices, Normalization normalization)
    {
        var reader = new InputReader(this, normalization, AugmentationPipeline.None);
        float[] result = GC.AllocateUninitializedArray<float>(checked(indices.Length * Shape.Length));
        for (int i = 0; i < indices.Length; i++)
        {
            reader.Read(indices[i], default, default, result.AsSpan(i * Shape.Length, Shape.Length));
        }

        return result;
    }

    /// <summary>Normalised inputs of a range of records, without augmentation: [N, shape], newly allocated.</summary>
    /// <param name="range">Range inside this set, for example <c>..512</c>.</param>
    /// <param name="normalization">Mean and deviation per channel.</param>
    /// <exception cref="ArgumentException">The channel counts differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside this set.</exception>
    public float[] Normalized(Range range, Normalization normalization) =>
        Normalized(Positions(range), normalization);

    /// <summary>The classes of the given images.</summary>
    /// <param name="range">Range inside this set.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside this set.</exception>
    public int[] Labels(Range range) => Array.ConvertAll(Positions(range), Label);
}
