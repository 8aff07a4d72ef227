using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Rectifiers that no operator before them applies; other bounds become a minimum and a maximum.</summary>
internal sealed class ReluWriter() : OperatorWriter("Relu", "Clip")
{
    public override string? Refuse(Node node) =>
        node.OpType == "Clip" && !ActivationFusion.HasConstantBounds(node) ? "its bounds are computed" : null;

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.LayoutOf(x), lowering.GridOf(node, 0));
        if (ActivationFusion.CodeOf(node) is { } known)
        {
            Op code = known switch
            {
                FusedActivation.Relu6 => Op.RELU6,
                FusedActivation.ReluN1To1 => Op.RELU_N1_TO_1,
                _ => Op.RELU,
            };
            lowering.Emit(code, [input.Tensor], lowering.NewResult(node, input.Layout, lowering.ResultGridOf(node)));
            return;
        }

        WriteBounds(node, lowering, input);
    }

    /// <summary>Kernels compare integers as they are, so bounds and result keep the input's grid.</summary>
    private static void WriteBounds(Node node, GraphLowering lowering, Operand input)
    {
        (float low, float high) = ActivationOperator.BoundsOf(node);
        Operand capped = input;
        if (!float.IsPositiveInfinity(high))
        {
            capped = lowering.NewTensor($"{node.Name}/capped", input.Dims, input.Layout, input.Grid);
            Operand bound = lowering.Reals("high", [high], [], Layout.Logical(0), input.Grid);
            lowering.Emit(Op.MINIMUM, [input.Tensor, bound.Tensor], capped);
        }

        if (float.IsNegativeInfinity(low))
        {
            lowering.Define(node.Output, capped);
            return;
        }

        Operand floor = lowering.Reals("low", [low], [], Layout.Logical(0), input.Grid);
        lowering.Emit(Op.MAXIMUM, [capped.Tensor, floor.Tensor], lowering.NewResult(node, input.Layout, input.Grid));
    }
}
