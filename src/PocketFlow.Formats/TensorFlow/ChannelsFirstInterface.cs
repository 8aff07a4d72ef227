using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow;

/// <summary>
/// Makes images that callers give and get channels-first: an input that is only ever read transposed becomes what
/// is read, and an output that is transposed last becomes what it is transposed from.
/// </summary>
internal static class ChannelsFirstInterface
{
    private static readonly long[] s_toFirst = [0, 3, 1, 2];
    private static readonly long[] s_toLast = [0, 2, 3, 1];

    public static void Apply(Graph graph)
    {
        foreach (Value input in graph.Inputs.Where(i => !graph.Outputs.Contains(i)))
        {
            if (input.Shape is { Rank: 4 } shape && input.Uses.Count > 0
                && input.Uses.All(u => IsTranspose(u.Node, s_toFirst) && !graph.Outputs.Contains(u.Node.Output)))
            {
                input.Shape = new Shape(shape[0], shape[3], shape[1], shape[2]);
                foreach (Use use in input.Uses.ToArray())
                {
                    graph.ReplaceAllUses(use.Node.Output, input);
                    graph.Remove(use.Node);
                }
            }
        }

        foreach (Value output in graph.Outputs.ToArray())
        {
            if (output.Producer is { } last && IsTranspose(last, s_toLast) && output.Uses.Count == 0
                && last.Input(0).Producer is not null && !graph.Outputs.Contains(last.Input(0)))
            {
                graph.ReplaceAllUses(output, last.Input(0));
                graph.Remove(last);
            }
        }
    }

    private static bool IsTranspose(Node node, long[] permutation) =>
        node.OpType == "Transpose" && node.Attributes.Ints("perm")?.SequenceEqual(permutation) == true;
}
