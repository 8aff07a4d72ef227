using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;
using static PocketFlow.Formats.Onnx.Wire.AttributeProto.Types;

namespace PocketFlow.Formats.Onnx;

/// <summary>Turns a node's attributes into settings.</summary>
internal sealed class OnnxAttributeReader(OnnxTensorReader tensors)
{
    /// <summary>Reads all attributes; kinds that have no counterpart go to <paramref name="offenders"/>.</summary>
    public AttributeMap Read(NodeProto node, List<string> offenders)
    {
        var attributes = new AttributeMap();
        foreach (AttributeProto attribute in node.Attribute)
        {
            if (Convert(attribute) is { } value)
            {
                attributes.Set(attribute.Name, value);
            }
            else
            {
                offenders.Add(
                    $"{node.OpType} '{node.Name}' with the attribute '{attribute.Name}' of kind {attribute.Type}");
            }
        }

        return attributes;
    }

    private object? Convert(AttributeProto attribute) => TypeOf(attribute) switch
    {
        AttributeType.Float => attribute.F,
        AttributeType.Int => attribute.I,
        AttributeType.String => attribute.S.ToStringUtf8(),
        AttributeType.Tensor when attribute.T is { } tensor => tensors.Read(tensor),
        AttributeType.Floats => attribute.Floats.ToArray(),
        AttributeType.Ints => attribute.Ints.ToArray(),
        AttributeType.Strings => attribute.Strings.Select(s => s.ToStringUtf8()).ToArray(),
        _ => null,
    };

    // Files of the first container versions carry no type; the field in use tells it.
    private static AttributeType TypeOf(AttributeProto attribute) => attribute switch
    {
        { HasRefAttrName: true } => AttributeType.Undefined,
        { Type: not AttributeType.Undefined } => attribute.Type,
        { HasF: true } => AttributeType.Float,
        { HasI: true } => AttributeType.Int,
        { HasS: true } => AttributeType.String,
        { T: not null } => AttributeType.Tensor,
        { Floats.Count: > 0 } => AttributeType.Floats,
        { Ints.Count: > 0 } => AttributeType.Ints,
        { Strings.Count: > 0 } => AttributeType.Strings,
        _ => AttributeType.Undefined,
    };
}
