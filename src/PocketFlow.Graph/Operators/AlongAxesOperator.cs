using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>
/// A function that keeps the shape of its first input and mixes elements along some axes, for example a
/// normalisation. Channels along those axes can't be cut, for what is left of them would come out differently.
/// </summary>
public abstract class AlongAxesOperator : Operator
{
    private protected AlongAxesOperator(string opType)
        : base(opType)
    {
    }

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        _ = MixedAxes(node);
        SetOutput(node, node.Input(0).Type, node.Input(0).KnownShape);
    }

    /// <summary>The axes along which elements are mixed, counted from the front.</summary>
    private protected abstract int[] MixedAxes(Node node);

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        foreach (int axis in MixedAxes(node))
        {
            if (atoms.Of(node.Input(0), axis) is { } labels)
            {
                atoms.Freeze(labels, $"{node.OpType} '{node.Name}' mixes the channels");
            }
        }

        atoms.Copy(node.Input(0), node.Output);
    }
}
