using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Dense layer: <c>alpha · A · B + beta · C</c> with optional transposition of A and B.</summary>
public sealed class GemmOperator() : Operator("Gemm")
{
    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape a = node.Input(0).KnownShape;
        Shape b = node.Input(1).KnownShape;
        bool transposeA = node.Attributes.Int("transA", 0) != 0;
        bool transposeB = IsTransposed(node);
        if (a.Rank != 2 || b.Rank != 2)
        {
            throw Fault(node, "shape", $"A {a} and B {b} must be matrices.");
        }

        Dim inner = a[transposeA ? 0 : 1];
        if (inner.IsKnown && inner != b[transposeB ? 1 : 0])
        {
            throw Fault(node, "shape", $"A {a} and B {b} share no inner size (transA {transposeA}, transB {transposeB}).");
        }

        var output = new Shape(a[transposeA ? 1 : 0], b[transposeB ? 0 : 1]);
        if (node.InputOrNull(2)?.Shape is { } bias && !CanAdd(node, output, bias))
        {
            throw Fault(node, "shape", $"C {bias} can't be broadcast to {output}.");
        }

        SetOutput(node, node.Input(0).Type, output);
    }

    private static bool CanAdd(Node node, Shape output, Shape bias)
    {
        Shape joined = Broadcast.Join(node, output, bias);
        return joined.Rank == 2 && joined.Zip(output).All(d => !d.Second.IsKnown || d.First == d.Second);
    }

    /// <summary>Whether the weight is stored [outputs, inputs].</summary>
    public static bool IsTransposed(Node node) => node.Attributes.Int("transB", 0) != 0;

    /// <inheritdoc/>
    public override long Macs(Node node) => node.Input(1).KnownShape.ElementCount;

    /// <inheritdoc/>
    public override int OutputChannelAxis(Node node) => IsTransposed(node) ? 0 : 1;

    /// <inheritdoc/>
    public override ParameterRole RoleOf(int input) => input switch
    {
        1 => ParameterRole.Weight,
        2 => ParameterRole.Bias,
        _ => ParameterRole.None,
    };

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        Value weight = node.Input(1);
        if (!weight.IsInitializer || node.Attributes.Int("transA", 0) != 0)
        {
            base.Couple(node, atoms);
            return;
        }

        int outputAxis = OutputChannelAxis(node);
        if (atoms.Of(node.Input(0), 0) is { } rows)
        {
            atoms.Freeze(rows, $"Gemm '{node.Name}' takes the channels for a batch");
        }

        if (atoms.Of(node.Input(0), 1) is { } input)
        {
            atoms.Set(weight, 1 - outputAxis, input, SlotKind.Consumer);
        }

        int[] output = atoms.Fresh(weight.KnownShape[outputAxis].Size);
        atoms.Set(weight, outputAxis, output, SlotKind.Producer);
        if (node.InputOrNull(2) is { IsInitializer: true } bias && bias.KnownShape.ElementCount == output.Length)
        {
            atoms.Set(bias, bias.KnownShape.Rank - 1, output, SlotKind.Companion);
        }
        else if (node.InputOrNull(2) is not null)
        {
            atoms.Freeze(output, $"Gemm '{node.Name}' adds a computed or broadcast term");
        }

        atoms.Set(node.Output, 1, output);
    }
}
