namespace PocketFlow.Formats.FlatBuffers;

/// <summary>A vector of offsets to tables or text.</summary>
internal sealed class FlatReferences(IEnumerable<FlatObject> targets) : FlatObject
{
    private readonly FlatObject[] _targets = [.. targets];

    public override IEnumerable<FlatObject> References => _targets;

    public override void Write(FlatSink sink)
    {
        sink.PadTo(Position);
        sink.Write((ulong)_targets.Length, sizeof(uint));
        foreach (FlatObject target in _targets)
        {
            sink.WriteOffset(target);
        }
    }

    protected override (long Position, long End) Place(long end, Dictionary<string, long> vtables)
    {
        long position = Align(end, sizeof(uint));
        return (position, position + sizeof(uint) * (1 + (long)_targets.Length));
    }
}
