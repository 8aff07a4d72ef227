namespace PocketFlow.Graphs;

/// <summary>Copies a graph: new nodes and values under the same names, the same constants.</summary>
internal static class GraphCopy
{
    public static Graph Copy(Graph source)
    {
        var copy = new Graph(source.Name);
        var map = new Dictionary<Value, Value>(source.Values.Count);
        foreach (Value input in source.Inputs)
        {
            map[input] = CopyFacts(input, copy.AddInput(input.Name, input.Type, input.KnownShape));
        }

        foreach (Value initializer in source.Initializers)
        {
            map[initializer] = CopyFacts(initializer, copy.AddInitializer(initializer.Name, initializer.Data!));
        }

        foreach (Node node in source.Nodes)
        {
            Node twin = copy.Add(
                node.OpType, [.. node.Inputs.Select(i => i is null ? null : map[i])],
                [.. node.Outputs.Select(o => o.Name)], node.Attributes.Clone(), node.Name);
            for (int i = 0; i < node.Outputs.Count; i++)
            {
                map[node.Outputs[i]] = CopyFacts(node.Outputs[i], twin.Outputs[i]);
            }
        }

        foreach (Value output in source.Outputs)
        {
            copy.AddOutput(map[output]);
        }

        return copy;
    }

    private static Value CopyFacts(Value from, Value to)
    {
        to.Type = from.Type;
        to.Shape = from.Shape;
        to.Elements = from.Elements;
        to.Quantization = from.Quantization;
        return to;
    }
}
