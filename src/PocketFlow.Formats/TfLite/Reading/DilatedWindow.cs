using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>The dilations of a convolution and its padding: top, left, bottom, right.</summary>
internal sealed record DilatedWindow(long[] Dilations, long[] Pads)
{
    /// <summary>
    /// Finds dilated convolutions in their older form: SPACE_TO_BATCH_ND, a convolution without padding over every n-th
    /// pixel, BATCH_TO_SPACE_ND. The convolution takes the window, its neighbours pass on what they read.
    /// </summary>
    public static IReadOnlyDictionary<TfLiteNode, DilatedWindow?> Find(TfLiteSubgraph source)
    {
        var found = new Dictionary<TfLiteNode, DilatedWindow?>(ReferenceEqualityComparer.Instance);
        var producers = source.Nodes.SelectMany(n => n.Outputs.Select(o => (o, n))).ToDictionary(p => p.o, p => p.n);
        var readers = source.Nodes.SelectMany(n => n.Inputs).CountBy(i => i).ToDictionary();
        foreach (TfLiteNode join in source.Nodes.Where(n => n is { Code: BuiltinOperator.BATCH_TO_SPACE_ND, Inputs.Length: 3 }))
        {
            bool isAlone = producers.TryGetValue(join.Inputs[0], out TfLiteNode? layer) && layer.Inputs.Length > 0
                && readers[join.Inputs[0]] == 1 && !source.Outputs.Contains(join.Inputs[0]);
            if (isAlone && layer!.Code is BuiltinOperator.CONV_2D or BuiltinOperator.DEPTHWISE_CONV_2D
                && producers.TryGetValue(layer.Inputs[0], out TfLiteNode? split)
                && split is { Code: BuiltinOperator.SPACE_TO_BATCH_ND, Inputs.Length: 3 }
                && readers[layer.Inputs[0]] == 1 && !source.Outputs.Contains(layer.Inputs[0])
                && Of(source, split, layer, join) is { } window)
            {
                found[layer] = window;
                found[split] = found[join] = null;
            }
        }

        return found;
    }

    private static DilatedWindow? Of(TfLiteSubgraph source, TfLiteNode split, TfLiteNode layer, TfLiteNode join)
    {
        long[]? block = Ints(source, split.Inputs[1]);
        long[]? pads = Ints(source, split.Inputs[2]);
        long[]? crops = Ints(source, join.Inputs[2]);
        bool isPlain = layer.Byte(0) == (int)Padding.Valid && layer.Int(1) == 1 && layer.Int(2) == 1;
        if (!isPlain || block is not { Length: 2 } || pads is not { Length: 4 } || crops is not { Length: 4 }
            || Ints(source, join.Inputs[1])?.SequenceEqual(block) != true)
        {
            return null;
        }

        // What is cropped of the result was padded only to fill the last block.
        long[] rest = [.. pads.Zip(crops, (p, c) => p - c)];
        return rest.All(p => p >= 0) ? new DilatedWindow(block, [rest[0], rest[2], rest[1], rest[3]]) : null;
    }

    private static long[]? Ints(TfLiteSubgraph source, int tensor) =>
        tensor >= 0 && source.Constants.Has(tensor) && source.Constants.Read(tensor) is { Type: ElementType.Int64 } data
            ? data.ToInt64s()
            : null;
}
