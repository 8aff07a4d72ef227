namespace PocketFlow.Data;

/// <summary>The arrays of one batch. All but indices are pinned: native code reads them without a copy.</summary>
internal sealed class BatchBuffers(int batchSize, int imageLength, TargetDescription target)
{
    public float[] Images { get; } =
        GC.AllocateUninitializedArray<float>(checked(batchSize * imageLength), pinned: true);

    public long[] Labels { get; } = GC.AllocateUninitializedArray<long>(
        target.IsLabels ? checked(batchSize * target.Length) : 0, pinned: true);

    public float[] Values { get; } = GC.AllocateUninitializedArray<float>(
        target.IsLabels ? 0 : checked(batchSize * target.Length), pinned: true);

    public int[] Indices { get; } = new int[batchSize];

    public TargetSpan TargetAt(int position)
    {
        (int start, int length) = (position * target.Length, target.Length);
        return target.IsLabels
            ? new TargetSpan(target, Labels.AsSpan(start, length), [])
            : new TargetSpan(target, [], Values.AsSpan(start, length));
    }
}
