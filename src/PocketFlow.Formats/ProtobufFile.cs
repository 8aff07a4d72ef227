using System.Runtime.InteropServices;
using Google.Protobuf;
using PocketFlow.Graphs;

namespace PocketFlow.Formats;

/// <summary>
/// Parses protobuf files, and turns everything that a damaged file can cause into a <see cref="ModelFormatException"/>.
/// </summary>
internal static class ProtobufFile
{
    public static T Parse<T>(string path, MessageParser<T> parser, string kind)
        where T : IMessage<T> => Parse(path, parser, Bytes(path), kind);

    public static T Parse<T>(string path, MessageParser<T> parser, ReadOnlyMemory<byte> bytes, string kind)
        where T : IMessage<T>
    {
        using CodedInputStream input = MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> array)
            ? new CodedInputStream(array.Array, array.Offset, array.Count)
            : new CodedInputStream(bytes.ToArray());
        return Parse(path, () => parser.WithDiscardUnknownFields(true).ParseFrom(input), kind);
    }

    /// <summary>All bytes in one array: parsing from a stream copies large tensors twice.</summary>
    public static byte[] Bytes(string path) => Open(path, stream =>
    {
        if (stream.Length > Array.MaxLength)
        {
            throw new ModelFormatException(
                path, "size",
                $"the file has {stream.Length} bytes; protobuf ends at 2 GiB, keep weights in external data.");
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)stream.Length);
        stream.ReadExactly(bytes);
        return bytes;
    });

    public static T ParseStream<T>(string path, MessageParser<T> parser, string kind)
        where T : IMessage<T> => Open(path, stream =>
    {
        using var input = new CodedInputStream(stream);
        return Parse(path, () => parser.WithDiscardUnknownFields(true).ParseFrom(input), kind);
    });

    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (PocketFlowException e) when (e is InvalidGraphException or PassException)
        {
            throw new ModelFormatException(path, "graph", $"the graph is not valid. {e.Message}", null, e);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or ArithmeticException
            or IndexOutOfRangeException or KeyNotFoundException or InvalidCastException)
        {
            throw new ModelFormatException(path, "graph", $"the graph is not valid: {e.Message}", null, e);
        }
    }

    /// <summary>Parses in whatever way; what is damaged becomes a <see cref="ModelFormatException"/>.</summary>
    public static T Parse<T>(string path, Func<T> parse, string kind)
    {
        try
        {
            return parse();
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException)
        {
            // Protobuf doesn't tell where it stopped, only why.
            string size = File.Exists(path) ? $"its {new FileInfo(path).Length} bytes" : "its bytes";
            throw new ModelFormatException(
                path, "protobuf", $"{size} are no {kind}, or are damaged or cut off: {e.Message}", null, e);
        }
    }

    public static T Open<T>(string path, Func<FileStream, T> read)
    {
        if (!File.Exists(path))
        {
            bool isFolder = Directory.Exists(path);
            throw new ModelFormatException(
                path, "file", isFolder ? "this is a directory, expected was a file." : "there is no such file.");
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            return read(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, "file", $"the file can't be read: {e.Message}", null, e);
        }
    }
}
