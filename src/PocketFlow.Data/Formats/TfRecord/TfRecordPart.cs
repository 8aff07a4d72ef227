using System.Text;

namespace PocketFlow.Data;

/// <summary>The records of one part, from one or more files.</summary>
internal sealed class TfRecordPart
{
    private static readonly string[] s_imageNames = ["image/encoded", "image_raw", "image", "image/raw", "x", "features", "data"];
    private static readonly string[] s_labelNames = ["image/class/label", "label", "class", "target", "y"];

    private readonly List<(TfRecordFile File, int Record)> _places = [];
    private readonly List<long> _labels = [];
    private readonly SortedDictionary<long, string> _names = [];
    private readonly DatasetOptions _options;
    private string _imageName = "";

    /// <param name="paths">The files, in order.</param>
    /// <param name="options">How records become inputs and labels.</param>
    /// <exception cref="DatasetException">A file is damaged, or its records have no image or no label.</exception>
    public TfRecordPart(IReadOnlyList<string> paths, DatasetOptions options)
    {
        _options = options;
        foreach (string path in paths)
        {
            var labels = new List<long>();
            var file = TfRecordFile.Open(path, (record, bytes) => labels.Add(LabelOf(ExampleOf(bytes, path, record), path, record)));
            _labels.AddRange(labels);
            _places.AddRange(Enumerable.Range(0, file.Count).Select(i => (file, i)));
        }

        if (_places.Count == 0)
        {
            throw new DatasetException(string.Join(", ", paths), "no records", "one record or more");
        }
    }

    /// <summary>The largest label.</summary>
    public long LargestLabel => _labels.Max();

    /// <summary>Names of labels that records give, by label.</summary>
    public IReadOnlyDictionary<long, string> LabelTexts => _names;

    public ImageDataset Read(string name, IReadOnlyList<string> classes)
    {
        int wrong = _labels.FindIndex(l => (ulong)l >= (ulong)classes.Count);
        return wrong < 0
            ? new ImageDataset(name, InputsOf(name), Targets.Classes([.. _labels.Select(l => (int)l)], classes))
            : throw new DatasetException(
                NameOf(wrong), $"label {_labels[wrong]}", $"labels from 0 to {classes.Count - 1}");
    }

    private Inputs InputsOf(string name)
    {
        TfFeature first = Feature(0);
        if (first.Floats.Count > 0)
        {
            return new FeatureInputs(this, new InputShape(first.Floats.Count));
        }

        if (first.Bytes.Count != 1)
        {
            throw new DatasetException(NameOf(0), $"{_imageName} with {first.Bytes.Count} byte strings", "one image, or floats");
        }

        ReadOnlyMemory<byte> bytes = first.Bytes[0];
        if (ImageDecoder.IsKnown(bytes.Span))
        {
            ImageShape shape = EncodedInputs.ShapeOf(Encoded(0), _options.Preparation);
            return _options.Cached(new EncodedInputs(Encoded, _places.Count, _options.Preparation, shape));
        }

        Inputs raw = new RawPixels(this, RawShape(bytes.Length));
        return _options.Preparation.IsNone ? raw : new PreparedInputs(raw, _options.Preparation, name);
    }

    private EncodedRecord Encoded(int record)
    {
        TfFeature feature = Feature(record);
        return new EncodedRecord(feature.Bytes.Count == 1 ? feature.Bytes[0] : default, NameOf(record));
    }

    /// <summary>The shape that the features beside raw pixels say: [H, W, C].</summary>
    private ImageShape RawShape(int length)
    {
        TfExample example = ExampleAt(0);
        long Size(params string[] names) => names.Select(n => example.Features.GetValueOrDefault(n)?.Integers)
            .FirstOrDefault(i => i is { Count: 1 })?[0] ?? 0;
        (long height, long width) = (Size("image/height", "height", "rows"), Size("image/width", "width", "cols", "columns"));
        bool isSize = height is > 0 and < short.MaxValue && width is > 0 and < short.MaxValue;
        long channels = isSize ? length / (height * width) : 0;
        return isSize && channels is > 0 and <= 4 && channels * height * width == length
            ? new ImageShape((int)channels, (int)height, (int)width)
            : throw new DatasetException(
                NameOf(0), $"{length} bytes in {_imageName}, height {height}, width {width}",
                "a JPEG or PNG image, or pixels with features height and width that fit");
    }

    private string NameOf(int record) => $"{_places[record].File.Path}, record {_places[record].Record}";

    private TfExample ExampleAt(int record)
    {
        (TfRecordFile file, int number) = _places[record];
        return ExampleOf(file.Read(number), file.Path, number);
    }

    private static TfExample ExampleOf(ReadOnlyMemory<byte> bytes, string path, int record) =>
        TfExample.Parse(bytes) ?? throw new DatasetException(
            path, $"a record {record} that is no tf.train.Example", "records of tf.train.Example");

    private TfFeature Feature(int record) => ExampleAt(record).Features.GetValueOrDefault(_imageName)
        ?? throw new DatasetException(NameOf(record), $"no feature {_imageName}", $"{_imageName} in every record");

    private long LabelOf(TfExample example, string path, int record)
    {
        if (_imageName.Length == 0)
        {
            _imageName = Array.Find(s_imageNames, example.Features.ContainsKey) ?? throw Missing(s_imageNames);
        }

        string? name = _options.LabelColumn ?? Array.Find(s_labelNames, example.Features.ContainsKey);
        if (name is null || example.Features.GetValueOrDefault(name) is not { Integers: [var label] })
        {
            throw Missing(name is null ? s_labelNames : [$"one integer in {name}"]);
        }

        if (example.Features.GetValueOrDefault("image/class/text") is { Bytes: [var text] })
        {
            _names[label] = Encoding.UTF8.GetString(text.Span);
        }

        return label;

        DatasetException Missing(string[] expected) => new(
            path, $"the features {string.Join(", ", example.Features.Keys.Take(9))} in record {record}",
            string.Join(" or ", expected), "Name the feature of labels with --label-column");
    }

    private sealed class FeatureInputs(TfRecordPart part, InputShape shape)
        : Inputs(InputKind.Values, shape, part._places.Count)
    {
        public override void Read(int record, InputSpan destination)
        {
            List<float> floats = part.Feature(record).Floats;
            if (floats.Count != destination.Values.Length || !floats.TrueForAll(float.IsFinite))
            {
                throw new DatasetException(
                    part.NameOf(record), $"{floats.Count} floats", $"{destination.Values.Length} finite ones, as in record 0");
            }

            floats.CopyTo(destination.Values);
        }
    }

    private sealed class RawPixels(TfRecordPart part, ImageShape shape)
        : Inputs(InputKind.Pixels, shape, part._places.Count)
    {
        public override void Read(int record, InputSpan destination)
        {
            List<ReadOnlyMemory<byte>> bytes = part.Feature(record).Bytes;
            if (bytes.Count != 1 || bytes[0].Length != destination.Pixels.Length)
            {
                throw new DatasetException(
                    part.NameOf(record), "an image of another size", $"{destination.Pixels.Length} bytes, as in record 0");
            }

            new DecodedImage(shape.Width, shape.Height, shape.Channels, bytes[0].ToArray()).WritePlanes(destination.Pixels);
        }
    }
}
