using System.Text;

namespace PocketFlow.Data;

/// <summary>A record of TensorFlow: features by name, each a list of byte strings, floats or integers.</summary>
internal sealed class TfExample
{
    private readonly Dictionary<string, TfFeature> _features = new(StringComparer.Ordinal);

    /// <summary>The features by name.</summary>
    public IReadOnlyDictionary<string, TfFeature> Features => _features;

    /// <summary>Reads a <c>tf.train.Example</c>; null where the bytes are none. Byte strings aren't copied.</summary>
    public static TfExample? Parse(ReadOnlyMemory<byte> message)
    {
        var example = new TfExample();
        return TryEach(message, 1, features => TryEach(features, 1, example.TryAdd)) ? example : null;
    }

    private static bool TryEach(
        ReadOnlyMemory<byte> message, int number, Func<ReadOnlyMemory<byte>, bool> read)
    {
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            if (fields.Number == number && !read(fields.Bytes))
            {
                return false;
            }
        }

        return !fields.IsDamaged;
    }

    private bool TryAdd(ReadOnlyMemory<byte> entry)
    {
        string name = "";
        ReadOnlyMemory<byte> feature = default;
        var fields = new ProtobufFields(entry);
        while (fields.Next())
        {
            name = fields.Number == 1 ? Encoding.UTF8.GetString(fields.Bytes.Span) : name;
            feature = fields.Number == 2 ? fields.Bytes : feature;
        }

        if (fields.IsDamaged || TfFeature.Parse(feature) is not { } parsed)
        {
            return false;
        }

        _features[name] = parsed;
        return true;
    }
}
