using System.Buffers.Binary;

namespace PocketFlow.Data;

/// <summary>One feature of a record; one of the lists has elements, or none has.</summary>
internal sealed class TfFeature
{
    public List<ReadOnlyMemory<byte>> Bytes { get; } = [];

    public List<float> Floats { get; } = [];

    public List<long> Integers { get; } = [];

    /// <summary>Reads a <c>tf.train.Feature</c>, packed or not; null where the bytes are none.</summary>
    public static TfFeature? Parse(ReadOnlyMemory<byte> message)
    {
        var feature = new TfFeature();
        var lists = new ProtobufFields(message);
        while (lists.Next())
        {
            var values = new ProtobufFields(lists.Bytes);
            while (values.Next())
            {
                if (values.Number == 1 && !feature.TryAdd(lists.Number, values))
                {
                    return null;
                }
            }

            if (values.IsDamaged)
            {
                return null;
            }
        }

        return lists.IsDamaged ? null : feature;
    }

    private bool TryAdd(int list, ProtobufFields value)
    {
        switch (list)
        {
            case 1:
                Bytes.Add(value.Bytes);
                return true;
            case 2:
                return TryAddFloats(value.Bytes.Span);
            case 3 when value.Bytes.IsEmpty:
                Integers.Add((long)value.Integer);
                return true;
            case 3:
                return TryAddIntegers(value.Bytes);
            default:
                return true;
        }
    }

    private bool TryAddFloats(ReadOnlySpan<byte> packed)
    {
        for (int i = 0; i + 4 <= packed.Length; i += 4)
        {
            Floats.Add(BinaryPrimitives.ReadSingleLittleEndian(packed[i..]));
        }

        return packed.Length % 4 == 0;
    }

    private bool TryAddIntegers(ReadOnlyMemory<byte> packed)
    {
        while (!packed.IsEmpty)
        {
            if (!ProtobufFields.TryReadInteger(ref packed, out ulong value))
            {
                return false;
            }

            Integers.Add((long)value);
        }

        return true;
    }
}
