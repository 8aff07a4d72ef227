using System.Globalization;
using System.IO.Compression;
using System.Text;
using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// Reads the metadata that TensorFlow's tools put into files (schema <c>M001</c>): how the first input is normalised,
/// and the labels of the first output, which lie in an archive behind the model.
/// </summary>
internal static class PreprocessingReader
{
    /// <summary>The name of the entry that carries it.</summary>
    public const string EntryName = "TFLITE_METADATA";

    private const string Identifier = "M001";
    private const int MaximumLabelBytes = 1 << 20;

    private static class Fields
    {
        public const int Subgraphs = 3, Inputs = 2, Outputs = 3, ProcessUnits = 4, Files = 6, UnitType = 0, Unit = 1,
            Mean = 0, Deviation = 1, FileName = 0, FileType = 2;

        /// <summary>What unions and enumerations call normalisation and labels along an axis.</summary>
        public const int Normalization = 1, AxisLabels = 2;
    }

    public static void Read(
        string path, ReadOnlyMemory<byte> file, ReadOnlyMemory<byte> metadata, long channels,
        SortedDictionary<string, string> pairs)
    {
        FlatTableView root = new FlatBufferReader(path, metadata).Root(Identifier);
        if (root.Tables(Fields.Subgraphs) is not [var graph, ..])
        {
            return;
        }

        if (graph.Tables(Fields.Inputs) is [var input, ..] && Normalization(input, channels) is { } normalization)
        {
            pairs.TryAdd(ModelMetadata.Normalization, normalization);
        }

        if (graph.Tables(Fields.Outputs) is [var output, ..] && Labels(path, file, output) is { } labels)
        {
            pairs.TryAdd(ModelMetadata.Labels, labels);
        }
    }

    /// <summary>Files state it in pixels from 0 to 255, one number for all channels or one each.</summary>
    private static string? Normalization(FlatTableView input, long channels)
    {
        foreach (FlatTableView unit in input.Tables(Fields.ProcessUnits))
        {
            if (unit.SByte(Fields.UnitType) != Fields.Normalization || unit.Table(Fields.Unit) is not { } options)
            {
                continue;
            }

            float[] mean = options.Numbers<float>(Fields.Mean);
            float[] deviation = options.Numbers<float>(Fields.Deviation);
            bool isValid = Fits(mean, channels) && Fits(deviation, channels) && deviation.All(d => d > 0);
            return isValid ? $"{Join(mean, channels)}/{Join(deviation, channels)}" : throw unit.Fault(
                "normalization",
                $"{mean.Length} means and {deviation.Length} deviations, expected were positive ones for {channels} channels.");
        }

        return null;
    }

    private static bool Fits(float[] numbers, long channels) =>
        (numbers.Length == 1 || numbers.Length == channels) && numbers.All(float.IsFinite);

    private static string Join(float[] numbers, long channels) => string.Join(
        ',', Enumerable.Range(0, (int)Math.Max(1, channels)).Select(
            i => (numbers[i % numbers.Length] / 255.0).ToString("R", CultureInfo.InvariantCulture)));

    private static string? Labels(string path, ReadOnlyMemory<byte> file, FlatTableView output)
    {
        foreach (FlatTableView label in output.Tables(Fields.Files))
        {
            if (label.SByte(Fields.FileType) == Fields.AxisLabels)
            {
                return Extract(path, file, label.Text(Fields.FileName));
            }
        }

        return null;
    }

    private static string? Extract(string path, ReadOnlyMemory<byte> file, string name)
    {
        try
        {
            using var stream = new MemoryStream(file.ToArray(), writable: false);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            if (archive.GetEntry(name) is not { } entry)
            {
                return null;
            }

            using Stream content = entry.Open();
            byte[] bytes = new byte[MaximumLabelBytes + 1];
            int length = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MaximumLabelBytes
                ? Encoding.UTF8.GetString(bytes, 0, length).ReplaceLineEndings("\n").TrimEnd('\n')
                : throw new InvalidDataException($"more than {MaximumLabelBytes} bytes of labels");
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException
            or ArgumentException or OverflowException)
        {
            throw new ModelFormatException(
                path, "archive", $"the labels '{name}' behind the model can't be read: {e.Message}", null, e);
        }
    }
}
