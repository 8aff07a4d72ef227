using System.Globalization;
using PocketFlow.Formats.Onnx.Wire;

namespace PocketFlow.Formats.Onnx;

/// <summary>Reads tensors that a model keeps in files beside it.</summary>
internal sealed class OnnxExternalData(string path)
{
    public ReadOnlyMemory<byte> Read(TensorProto tensor)
    {
        Dictionary<string, string> entries = [];
        foreach (StringStringEntryProto entry in tensor.ExternalData)
        {
            entries[entry.Key] = entry.Value;
        }

        string file = Locate(tensor, entries.GetValueOrDefault("location", ""));
        long size = new FileInfo(file).Length;
        long offset = Number(tensor, entries, "offset", 0);
        long length = Number(tensor, entries, "length", Math.Max(0, size - offset));
        if (offset > size || length > size - offset || length > Array.MaxLength)
        {
            throw Fault(tensor, $"asks for {length} bytes at {offset} of '{file}', which has {size}.");
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
        try
        {
            using FileStream stream = File.OpenRead(file);
            stream.Position = offset;
            stream.ReadExactly(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, "external-data", $"'{file}' can't be read: {e.Message}", null, e);
        }

        return bytes;
    }

    // A model must not be able to name files outside of its own folder.
    private string Locate(TensorProto tensor, string location)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        bool isPlain = location.Length > 0 && !location.Contains('\0', StringComparison.Ordinal)
            && !Path.IsPathRooted(location) && !location.Split('/', '\\').Contains("..");
        string file = isPlain ? Path.Combine(folder, location) : "";
        return isPlain && File.Exists(file) && new FileInfo(file).LinkTarget is null
            ? file
            : throw Fault(tensor, $"is kept in '{location}', which is no file in the model's folder.");
    }

    private long Number(TensorProto tensor, Dictionary<string, string> entries, string key, long fallback)
    {
        if (!entries.TryGetValue(key, out string? text))
        {
            return fallback;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Fault(tensor, $"has the {key} '{text}', expected was a number.");
    }

    private ModelFormatException Fault(TensorProto tensor, string found) =>
        new(path, "external-data", $"the tensor '{tensor.Name}' {found}");
}
