using Google.Protobuf;
using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;
using static PocketFlow.Formats.Onnx.Wire.AttributeProto.Types;

namespace PocketFlow.Formats.Onnx;

/// <summary>Writes constants and settings; a constant's bytes are wrapped, not copied.</summary>
internal static class OnnxTensors
{
    public static TensorProto Write(string name, TensorData data)
    {
        var tensor = new TensorProto
        {
            DataType = (int)data.Type,
            RawData = UnsafeByteOperations.UnsafeWrap(data.Bytes),
        };
        if (name.Length > 0)
        {
            tensor.Name = name;
        }

        foreach (long dim in data.Dims)
        {
            tensor.Dims.Add(dim);
        }

        return tensor;
    }

    public static AttributeProto Write(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case long number:
                (attribute.Type, attribute.I) = (AttributeType.Int, number);
                break;
            case float number:
                (attribute.Type, attribute.F) = (AttributeType.Float, number);
                break;
            case string text:
                (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8(text));
                break;
            case TensorData tensor:
                (attribute.Type, attribute.T) = (AttributeType.Tensor, Write("", tensor));
                break;
            case long[] numbers:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(numbers);
                break;
            case float[] numbers:
                attribute.Type = AttributeType.Floats;
                attribute.Floats.AddRange(numbers);
                break;
            case string[] texts:
                attribute.Type = AttributeType.Strings;
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                break;
            default:
                throw new ArgumentException($"An attribute can't be a {value.GetType()}.", nameof(value));
        }

        return attribute;
    }
}
