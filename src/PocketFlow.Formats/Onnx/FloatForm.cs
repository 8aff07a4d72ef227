using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>
/// Makes float32 the only type of reals: models are trained and compressed in it, whatever width their file has. Inputs
/// and outputs of 16 and 64 bits become float32 too.
/// </summary>
internal static class FloatForm
{
    public static void Apply(Graph graph)
    {
        foreach (Value value in graph.Initializers.Where(v => IsOther(v.Type)).ToArray())
        {
            Graph.SetData(value, TensorConversion.To(value.Data!, ElementType.Float32));
        }

        foreach (Value input in graph.Inputs.Where(i => IsOther(i.Type)))
        {
            input.Type = ElementType.Float32;
        }

        foreach (Node node in graph.Nodes)
        {
            Apply(node.Attributes);
        }
    }

    private static void Apply(AttributeMap attributes)
    {
        foreach ((string name, object value) in attributes.ToArray())
        {
            if (value is TensorData tensor && IsOther(tensor.Type))
            {
                attributes.Set(name, TensorConversion.To(tensor, ElementType.Float32));
            }
            else if (name is "to" or "dtype" && value is long type && IsOther((ElementType)type))
            {
                attributes.Set(name, (long)ElementType.Float32);
            }
        }
    }

    private static bool IsOther(ElementType type) => type.IsFloat() && type != ElementType.Float32;
}
