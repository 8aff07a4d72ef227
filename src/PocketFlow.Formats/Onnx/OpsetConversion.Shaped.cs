using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.Onnx;

/// <content>Conversions that need shapes and constants, and so come after the graph is simplified.</content>
internal sealed partial class OpsetConversion
{
    private void FinishNode(Node node)
    {
        switch (node.OpType)
        {
            case "Softmax" or "LogSoftmax" or "Hardmax" when _legacySoftmax.Contains(node):
                Softmax(node);
                break;
            case "LayerNormalization" when node.Outputs.Skip(1).Any(o => o.Uses.Count > 0 || graph.Outputs.Contains(o)):
                offenders.Add($"LayerNormalization '{node.Name}' whose statistics are read");
                break;
            case "GroupNormalization" when opset < 21:
                GroupNormalization(node);
                break;
            case var opType when ReduceOperator.Names.Contains(opType):
                Reduce(node);
                break;
            default:
                break;
        }
    }

    // Before opset 13 everything from the axis on was one distribution; that is today's form if one axis counts.
    private void Softmax(Node node)
    {
        Shape shape = node.Input(0).KnownShape;
        int axis = node.Attributes.Int("axis", 1) is var given && given == shape.Rank ? shape.Rank : shape.Axis(given);
        if (axis < shape.Rank && shape.Skip(axis + 1).All(d => d == (Dim)1))
        {
            node.Attributes.Set("axis", (long)axis);
            return;
        }

        if (shape.Count(d => !d.IsKnown) > 1)
        {
            offenders.Add($"{node.OpType} '{node.Name}' over several axes of the open shape {shape}");
            return;
        }

        Node flat = graph.Add(
            "Flatten", [node.Input(0)], new AttributeMap { { "axis", (long)axis } }, $"{node.Name}_flat", node);
        flat.Operator.Infer(flat);
        Node after = graph.Add(
            node.OpType, [flat.Output], new AttributeMap { { "axis", 1L } }, $"{node.Name}_softmax", node);
        after.Operator.Infer(after);
        Value dims = graph.AddInitializer($"{node.Name}_shape", TensorData.Vector(shape.ToArray(symbolic: -1)));
        Node back = graph.Add("Reshape", [after.Output, dims], output: $"{node.Name}_shaped", before: node);
        back.Operator.Infer(back);
        back.Output.Shape = shape;
        graph.ReplaceAllUses(node.Output, back.Output);
        graph.Remove(node);
    }

    // Opset 18 had one scale and shift per group; today each channel has its own.
    private void GroupNormalization(Node node)
    {
        Dim channels = node.Input(0).KnownShape[1];
        if (!channels.IsKnown || node.ConstantOrNull(1) is null || node.ConstantOrNull(2) is null)
        {
            offenders.Add($"GroupNormalization '{node.Name}' with computed parameters");
            return;
        }

        int size = (int)(channels.Size / NormalizationOperator.GroupsOf(node));
        for (int i = 1; i <= 2; i++)
        {
            float[] perGroup = node.ConstantOrNull(i)!.ToFloats();
            float[] perChannel = [.. perGroup.SelectMany(p => Enumerable.Repeat(p, size))];
            TensorData data = TensorData.From<float>(perChannel, perChannel.Length);
            node.SetInput(i, graph.AddInitializer($"{node.Name}_per_channel", data));
        }
    }

    // Axes were an attribute before opset 18 (13 for sums); in the graph they are one always.
    private void Reduce(Node node)
    {
        int[] axes = ReduceOperator.AxesOf(node);
        bool isNoop = node.Attributes.Int("noop_with_empty_axes", 0) != 0 && axes.Length == 0;
        node.Attributes.Remove("noop_with_empty_axes");
        node.SetInput(1, null);
        if (axes.Length > 0)
        {
            node.Attributes.Set("axes", axes);
        }
        else if (isNoop)
        {
            Node identity = graph.Add("Identity", [node.Input(0)], output: $"{node.Name}_identity", before: node);
            identity.Operator.Infer(identity);
            graph.ReplaceAllUses(node.Output, identity.Output);
            graph.Remove(node);
        }
    }
}
