namespace PocketFlow.Data;

/// <summary>Keeps decoded pixels of records as long as there is room for them; later records are decoded each time.</summary>
/// <remarks>
/// Nothing is thrown out: every epoch reads every record once, so that what was kept first is as good as what comes later.
/// </remarks>
internal sealed class CachedInputs : Inputs
{
    private readonly Inputs _source;
    private readonly byte[]?[] _kept;
    private long _room;

    /// <param name="source">Inputs of pixels.</param>
    /// <param name="bytes">Room in bytes.</param>
    public CachedInputs(Inputs source, long bytes)
        : base(InputKind.Pixels, source.Shape, source.Count)
    {
        (_source, _room, _kept) = (source, bytes, new byte[]?[source.Count]);
    }

    public override void Read(int record, InputSpan destination)
    {
        if (Volatile.Read(ref _kept[record]) is { } pixels)
        {
            pixels.CopyTo(destination.Pixels);
            return;
        }

        _source.Read(record, destination);
        if (Interlocked.Add(ref _room, -Shape.Length) < 0)
        {
            Interlocked.Add(ref _room, Shape.Length);
            return;
        }

        if (Interlocked.CompareExchange(ref _kept[record], destination.Pixels.ToArray(), null) is not null)
        {
            Interlocked.Add(ref _room, Shape.Length);
        }
    }
}
