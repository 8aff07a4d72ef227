namespace PocketFlow.Formats.FlatBuffers;

/// <summary>Something that offsets in a FlatBuffers file point at: a table or a vector.</summary>
/// <remarks>Offsets are unsigned, so an object lies behind the one that refers to it and has only one
/// referrer.</remarks>
internal abstract class FlatObject
{
    /// <summary>The address that offsets name; −1 until the object is placed.</summary>
    public long Position { get; private set; } = -1;

    /// <summary>What this object refers to.</summary>
    public virtual IEnumerable<FlatObject> References => [];

    /// <summary>Whether the object is data that belongs at the end of the file, behind all structure.</summary>
    public virtual bool IsBulk => false;

    /// <summary>Takes a place at or behind <paramref name="end"/> and returns the new end.</summary>
    public long PlaceAt(long end, Dictionary<string, long> vtables)
    {
        if (Position >= 0)
        {
            throw new InvalidOperationException("An object is referred to twice; offsets can't point backwards.");
        }

        (Position, long newEnd) = Place(end, vtables);
        return newEnd;
    }

    /// <summary>Writes the object's bytes; the sink stands at or before the object's first byte.</summary>
    public abstract void Write(FlatSink sink);

    protected abstract (long Position, long End) Place(long end, Dictionary<string, long> vtables);

    protected static long Align(long position, int alignment) => (position + alignment - 1) / alignment * alignment;
}
