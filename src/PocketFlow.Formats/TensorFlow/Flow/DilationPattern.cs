using Google.Protobuf.Collections;
using PocketFlow.Formats.TensorFlow.Wire;

namespace PocketFlow.Formats.TensorFlow.Flow;

/// <summary>
/// Recognises dilated convolutions in their older form: SpaceToBatchND, a convolution without padding over every n-th
/// pixel, BatchToSpaceND.
/// </summary>
internal sealed class DilationPattern(FlowGraph graph)
{
    public void Run()
    {
        List<FlowNode> nodes = graph.Nodes();
        var added = new List<FlowNode>();
        foreach (FlowNode join in nodes.Where(n => n.Op == "BatchToSpaceND" && n.Inputs.Count == 3))
        {
            FlowNode layer = join.Inputs[0].Node;
            if (layer.Op is "Conv2D" or "DepthwiseConv2dNative" && layer.Inputs.Count == 2 && IsPlain(layer)
                && layer.Inputs[0].Node is { Op: "SpaceToBatchND", Inputs.Count: 3 } split
                && Dilated(layer, split, join) is { } dilated)
            {
                added.Add(dilated);
                graph.Replace(new FlowRef(join, 0), new FlowRef(dilated, 0));
            }
        }

        graph.Settle(nodes.Concat(added));
    }

    private static bool IsPlain(FlowNode layer) =>
        Text(layer, "padding") == "VALID" && Text(layer, "data_format") is "" or "NHWC"
        && IsOnes(layer, "strides") && IsOnes(layer, "dilations");

    private static FlowNode? Dilated(FlowNode layer, FlowNode split, FlowNode join)
    {
        long[]? block = Ints(split.Inputs[1]);
        long[]? pads = Ints(split.Inputs[2]);
        long[]? crops = Ints(join.Inputs[2]);
        if (block is not { Length: 2 } || pads is not { Length: 4 } || crops is not { Length: 4 }
            || Ints(join.Inputs[1])?.SequenceEqual(block) != true || pads.Zip(crops).Any(p => p.First < p.Second))
        {
            return null;
        }

        // What is cropped of the result was padded only to fill the last block.
        long[] rest = [.. pads.Zip(crops, (p, c) => p - c)];
        var attributes = new MapField<string, AttrValue>
        {
            layer.Attributes,
        };
        attributes["padding"] = new AttrValue { S = Google.Protobuf.ByteString.CopyFromUtf8("EXPLICIT") };
        attributes["explicit_paddings"] = List(0, 0, rest[0], rest[1], rest[2], rest[3], 0, 0);
        attributes["dilations"] = List(1, block[0], block[1], 1);
        var dilated = new FlowNode(join.Name, layer.Op, attributes);
        dilated.Inputs.AddRange([split.Inputs[0], layer.Inputs[1]]);
        return dilated;
    }

    private static AttrValue List(params ReadOnlySpan<long> numbers) =>
        new() { List = new AttrValue.Types.ListValue { I = { numbers.ToArray() } } };

    private static string Text(FlowNode node, string name) =>
        node.Attributes.GetValueOrDefault(name)?.S.ToStringUtf8() ?? "";

    private static bool IsOnes(FlowNode node, string name) =>
        node.Attributes.GetValueOrDefault(name)?.List?.I.All(i => i == 1) ?? true;

    // Small tensors of 32-bit integers, as blocks, pads and crops are.
    private static long[]? Ints(FlowRef source)
    {
        AttrValue? value = source.Node.Attributes.GetValueOrDefault("value");
        TensorProto? tensor = source.Node.Op == "Const" ? value?.Tensor : null;
        long count = (tensor?.TensorShape?.Dim ?? []).Aggregate(1L, (c, d) => Math.Clamp(c * d.Size, 0, 64));
        if (tensor is not { Dtype: 3 } || count is 0 or > 8)
        {
            return null;
        }

        if (tensor.TensorContent.Length == count * sizeof(int))
        {
            byte[] bytes = tensor.TensorContent.ToByteArray();
            return [.. Enumerable.Range(0, (int)count).Select(i => (long)BitConverter.ToInt32(bytes, i * sizeof(int)))];
        }

        return [.. Enumerable.Range(0, (int)count).Select(
            i => (long)(i < tensor.IntVal.Count ? tensor.IntVal[i] : tensor.IntVal.LastOrDefault()))];
    }
}
