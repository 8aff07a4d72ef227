namespace PocketFlow.Data;

/// <summary>The arrays of one batch. Images and labels are pinned: native code reads them without a copy.</summary>
internal sealed class BatchBuffers(int batchSize, int imageLength)
{
    public float[] Images { get; } =
        GC.AllocateUninitializedArray<float>(checked(batchSize * imageLength), pinned: true);

    public long[] Labels { get; } = GC.AllocateUninitializedArray<long>(batchSize, pinned: true);

    public int[] Indices { get; } = new int[batchSize];
}
