using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>The mean over the axes of attribute <c>axes</c> (all of them by default).</summary>
public sealed class ReduceMeanOperator() : Operator("ReduceMean")
{
    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        int[] axes = AxesOf(node);
        bool keep = KeepsAxes(node);
        var dims = new List<Dim>();
        for (int i = 0; i < input.Rank; i++)
        {
            if (!axes.Contains(i))
            {
                dims.Add(input[i]);
            }
            else if (keep)
            {
                dims.Add(1);
            }
        }

        SetOutput(node, node.Input(0).Type, new Shape([.. dims]));
    }

    /// <summary>The axes that are averaged, counted from the front, in rising order.</summary>
    public static int[] AxesOf(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        long[] axes = node.Attributes.Ints("axes") ?? [.. Enumerable.Range(0, input.Rank).Select(i => (long)i)];
        return [.. axes.Select(input.Axis).Order()];
    }

    /// <summary>Whether averaged axes stay with size 1, the default.</summary>
    public static bool KeepsAxes(Node node) => node.Attributes.Int("keepdims", 1) != 0;

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        Value input = node.Input(0);
        int[] axes = AxesOf(node);
        foreach (int axis in atoms.AxesOf(input))
        {
            int[] labels = atoms.Of(input, axis)!;
            if (axes.Contains(axis))
            {
                atoms.Freeze(labels, $"ReduceMean '{node.Name}' averages over the channels");
            }
            else
            {
                atoms.Set(node.Output, KeepsAxes(node) ? axis : axis - axes.Count(a => a < axis), labels);
            }
        }
    }
}
