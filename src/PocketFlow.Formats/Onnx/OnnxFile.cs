using Google.Protobuf;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>Turns everything that a damaged file can cause into a <see cref="ModelFormatException"/>.</summary>
internal static class OnnxFile
{
    public static T Parse<T>(string path, MessageParser<T> parser)
        where T : IMessage<T> => Open(path, stream =>
    {
        if (stream.Length > Array.MaxLength)
        {
            throw new ModelFormatException(
                path, "size",
                $"the file has {stream.Length} bytes; protobuf ends at 2 GiB, keep weights in external data.");
        }

        // One array for the whole file: parsing from a stream copies large tensors twice.
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)stream.Length);
        stream.ReadExactly(bytes);
        using var input = new CodedInputStream(bytes);
        return Parse(path, parser, input);
    });

    public static T ParseStream<T>(string path, MessageParser<T> parser)
        where T : IMessage<T> => Open(path, stream =>
    {
        using var input = new CodedInputStream(stream);
        return Parse(path, parser, input);
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

    private static T Parse<T>(string path, MessageParser<T> parser, CodedInputStream input)
        where T : IMessage<T>
    {
        try
        {
            return parser.WithDiscardUnknownFields(true).ParseFrom(input);
        }
        catch (InvalidProtocolBufferException e)
        {
            // Protobuf doesn't tell where it stopped, only why.
            string size = $"its {new FileInfo(path).Length} bytes";
            throw new ModelFormatException(
                path, "protobuf", $"{size} are no ONNX model, or are damaged or cut off: {e.Message}", null, e);
        }
    }

    private static T Open<T>(string path, Func<FileStream, T> read)
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
