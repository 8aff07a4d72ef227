using PocketFlow.Formats.TensorFlow.Wire;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Checkpoint;

/// <summary>
/// The tensors of a checkpoint: <c>PREFIX.index</c> is a table from keys to places in the files
/// <c>PREFIX.data-00000-of-0000N</c>. Bytes are read when they are asked for, and compared with their checksum.
/// </summary>
internal sealed class TensorBundle
{
    private readonly string _prefix;
    private readonly int _shards;
    private readonly TensorReader _tensors;
    private readonly Dictionary<string, BundleEntryProto> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorData> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<int, long> _taken = [];

    /// <summary>Reads the index.</summary>
    /// <exception cref="ModelFormatException">The index is missing or damaged.</exception>
    public TensorBundle(string prefix, TensorReader tensors)
    {
        _prefix = prefix;
        _tensors = tensors;
        string path = prefix + ".index";
        var table = new TableReader(ProtobufFile.Bytes(path), path).Read();
        var header = table.Remove("", out ReadOnlyMemory<byte> bytes)
            ? ProtobufFile.Parse(path, BundleHeaderProto.Parser, bytes, "header of a checkpoint")
            : throw new ModelFormatException(path, "bundle", "the header under the empty key is missing.");
        if (header.Endianness != 0 || header.NumShards < 0)
        {
            throw new ModelFormatException(
                path, "bundle", "the tensors are in big-endian order or in a negative number of files. Save again on a "
                + "little-endian machine.");
        }

        _shards = header.NumShards;
        foreach ((string key, ReadOnlyMemory<byte> value) in table)
        {
            _entries[key] = ProtobufFile.Parse(path, BundleEntryProto.Parser, value, "entry of a checkpoint");
        }
    }

    /// <summary>The keys and their entries.</summary>
    public IReadOnlyDictionary<string, BundleEntryProto> Entries => _entries;

    /// <summary>Reads a tensor of numbers.</summary>
    /// <exception cref="ModelFormatException">There is no such key, or its bytes are missing or damaged.</exception>
    public TensorData Read(string key)
    {
        if (!_known.TryGetValue(key, out TensorData? data))
        {
            BundleEntryProto entry = Entry(key);
            byte[] bytes = Bytes(entry, key);
            Check(Crc32C.Masked(bytes), entry, key);
            _known[key] = data = _tensors.Read(entry.Dtype, entry.Shape, bytes, key);
        }

        return data;
    }

    /// <summary>Reads a tensor that holds one text, as bytes.</summary>
    /// <remarks>Its length stands before it, with a checksum of its own.</remarks>
    /// <exception cref="ModelFormatException">The bytes are missing or damaged.</exception>
    public ReadOnlyMemory<byte> ReadText(string key)
    {
        BundleEntryProto entry = Entry(key);
        var cursor = new ByteCursor(Bytes(entry, key), _prefix);
        long length = cursor.TakeVarint();
        ReadOnlyMemory<byte> checksum = cursor.Take(sizeof(uint));
        ReadOnlyMemory<byte> text = cursor.Take(length);
        Check(Crc32C.Masked(BitConverter.GetBytes((uint)length), checksum, text), entry, key);
        return text;
    }

    private BundleEntryProto Entry(string key)
    {
        BundleEntryProto? entry = _entries.GetValueOrDefault(key);
        return entry is { Slices.Count: 0 } ? entry : throw new ModelFormatException(
            _prefix + ".index", "bundle", entry is null
                ? $"there is no tensor '{key}'."
                : $"the tensor '{key}' is cut into {entry.Slices.Count} slices; save the model with whole variables.");
    }

    private byte[] Bytes(BundleEntryProto entry, string key)
    {
        string path = FormattableString.Invariant($"{_prefix}.data-{entry.ShardId:D5}-of-{_shards:D5}");
        return ProtobufFile.Open(path, stream =>
        {
            // Tensors lie side by side, so that together they are no larger than their file.
            long taken = _taken.GetValueOrDefault(entry.ShardId);
            if (entry.Offset < 0 || entry.Size < 0 || entry.Offset > stream.Length
                || entry.Size > Math.Min(stream.Length - Math.Max(entry.Offset, taken), Array.MaxLength))
            {
                throw new ModelFormatException(
                    path, "bundle",
                    $"the tensor '{key}' asks for {entry.Size} bytes at {entry.Offset} of {stream.Length}.");
            }

            _taken[entry.ShardId] = taken + entry.Size;
            byte[] bytes = GC.AllocateUninitializedArray<byte>((int)entry.Size);
            stream.Position = entry.Offset;
            stream.ReadExactly(bytes);
            return bytes;
        });
    }

    private void Check(uint found, BundleEntryProto entry, string key)
    {
        if (found != entry.Crc32C)
        {
            throw new ModelFormatException(
                _prefix, "checksum", $"the tensor '{key}' differs from its checksum; the files are damaged or mixed.");
        }
    }
}
