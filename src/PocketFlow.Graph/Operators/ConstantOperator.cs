namespace PocketFlow.Graphs.Operators;

/// <summary>A constant that is written as a node.</summary>
public sealed class ConstantOperator() : Operator("Constant")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.NotQuantized;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        TensorData data = Evaluate(node)[0];
        SetOutput(node, data.Type, data.Shape);
    }

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node)
    {
        AttributeMap attributes = node.Attributes;
        TensorData? data = attributes.Tensor("value");
        if (data is null && attributes.Contains("value_int"))
        {
            data = TensorData.Scalar(attributes.Int("value_int", 0));
        }
        else if (data is null && attributes.Contains("value_float"))
        {
            data = TensorData.Scalar(attributes.Float("value_float", 0));
        }

        data ??= attributes.Ints("value_ints") is { } ints ? TensorData.Vector(ints) : null;
        data ??= attributes.Floats("value_floats") is { } floats ? TensorData.From<float>(floats, floats.Length) : null;
        return [data ?? throw Fault(node, "attribute", "no value of a known kind was given.")];
    }
}
