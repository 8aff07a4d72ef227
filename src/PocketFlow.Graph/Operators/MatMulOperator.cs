using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Matrix product over the last two axes, leading axes broadcast; vectors count as a row or a column.</summary>
public sealed class MatMulOperator() : Operator("MatMul")
{
    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape a = node.Input(0).KnownShape;
        Shape b = node.Input(1).KnownShape;
        if (a.Rank < 1 || b.Rank < 1)
        {
            throw Fault(node, "shape", $"A {a} and B {b} must have an axis or more.");
        }

        Dim inner = b[b.Rank == 1 ? 0 : -2];
        if (a[-1].IsKnown && inner.IsKnown && a[-1] != inner)
        {
            throw Fault(node, "shape", $"A {a} and B {b} share no inner size.");
        }

        // A vector stands for a matrix of one row, or of one column, which the result lacks again.
        Shape batch = Broadcast.Join(node, new Shape([.. a.SkipLast(2)]), new Shape([.. b.SkipLast(2)]));
        IEnumerable<Dim> rows = a.Rank == 1 ? [] : [a[-2]];
        IEnumerable<Dim> columns = b.Rank == 1 ? [] : [b[-1]];
        SetOutput(node, node.Input(0).Type, new Shape([.. batch, .. rows, .. columns]));
    }

    /// <inheritdoc/>
    public override long Macs(Node node) =>
        node.Output.KnownShape.ElementCount * node.Input(0).KnownShape[-1].SizeOr(1);

    /// <inheritdoc/>
    public override int OutputChannelAxis(Node node) => node.Input(1).KnownShape.Rank - 1;

    /// <inheritdoc/>
    public override ParameterRole RoleOf(int input) => input == 1 ? ParameterRole.Weight : ParameterRole.None;

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        Value input = node.Input(0);
        Value weight = node.Input(1);
        if (!weight.IsInitializer || weight.KnownShape.Rank != 2 || input.KnownShape.Rank < 2)
        {
            base.Couple(node, atoms);
            return;
        }

        int last = input.KnownShape.Rank - 1;
        foreach (int axis in atoms.AxesOf(input).Where(a => a != last))
        {
            atoms.Set(node.Output, axis, atoms.Of(input, axis)!);
        }

        if (atoms.Of(input, last) is { } labels)
        {
            atoms.Set(weight, 0, labels, SlotKind.Consumer);
        }

        int[] output = atoms.Fresh(weight.KnownShape[1].Size);
        atoms.Set(weight, 1, output, SlotKind.Producer);
        atoms.Set(node.Output, node.Output.KnownShape.Rank - 1, output);
    }
}
