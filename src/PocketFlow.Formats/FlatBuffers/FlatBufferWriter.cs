using System.Text;

namespace PocketFlow.Formats.FlatBuffers;

/// <summary>
/// Writes a tree of tables and vectors as a FlatBuffers file. Every object is given its place first, parents before
/// children and bulk data last; then all is written front to back, so that no weights are ever held twice.
/// </summary>
internal sealed class FlatBufferWriter
{
    /// <summary>Readers use signed 32-bit offsets.</summary>
    private const long MaximumLength = int.MaxValue;

    private readonly FlatObject _root;
    private readonly byte[] _identifier;
    private readonly List<FlatObject> _order = [];

    /// <summary>Places all objects under a root.</summary>
    /// <param name="root">The root table.</param>
    /// <param name="identifier">The four characters that name the schema.</param>
    public FlatBufferWriter(FlatTable root, string identifier)
    {
        _root = root;
        _identifier = Encoding.ASCII.GetBytes(identifier);
        Length = PlaceAll();
    }

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>Whether the file is longer than the format can address.</summary>
    public bool IsTooLong => Length > MaximumLength;

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream)
    {
        var sink = new FlatSink(stream);
        sink.WriteOffset(_root);
        sink.Write(_identifier);
        foreach (FlatObject item in _order)
        {
            item.Write(sink);
        }

        sink.PadTo(Length);
    }

    private long PlaceAll()
    {
        var vtables = new Dictionary<string, long>(StringComparer.Ordinal);
        var bulk = new List<FlatObject>();
        var waiting = new Queue<FlatObject>([_root]);
        long end = sizeof(uint) + _identifier.Length;
        while (waiting.TryDequeue(out FlatObject? next))
        {
            if (next.IsBulk)
            {
                bulk.Add(next);
                continue;
            }

            end = next.PlaceAt(end, vtables);
            _order.Add(next);
            foreach (FlatObject reference in next.References)
            {
                waiting.Enqueue(reference);
            }
        }

        foreach (FlatObject item in bulk)
        {
            end = item.PlaceAt(end, vtables);
            _order.Add(item);
        }

        return (end + 15) / 16 * 16;
    }
}
