using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>The largest element of each window.</summary>
internal sealed class MaxPoolWriter() : OperatorWriter("MaxPool")
{
    public override bool FusesActivation(Node node) => true;

    public override string? Refuse(Node node)
    {
        Window window = Window.Of(node);
        return WindowInput.Refuse(node, window)
            ?? (window.Dilations.Any(d => d > 1) ? "dilated windows"
                : node.Outputs.Skip(1).Any(o => o.Uses.Count > 0) ? "the positions of the maxima are read" : null);
    }

    public override void Write(Node node, GraphLowering lowering)
    {
        Window window = WindowInput.ImageOf(Window.Of(node));
        // A border of zeros changes no maximum of numbers that are none negative, and its operator is accelerated.
        float border = IsNonNegative(node.Input(0)) ? 0 : float.MinValue;
        (Operand input, Padding mode) = WindowInput.Read(node, window, lowering, border);
        Operand output = WindowInput.NewImage(node, lowering, input.Grid);
        OperatorOptions options = PoolOptions.Of(window, mode, lowering.ActivationOf(node));
        lowering.Emit(Op.MAX_POOL_2D, [input.Tensor], output, options);
        WindowInput.Define(node, lowering, output);
    }

    private static bool IsNonNegative(Value value) => value.Producer is { } node && node.OpType switch
    {
        "Relu" or "Sigmoid" or "Softmax" => true,
        "Clip" => ActivationFusion.HasConstantBounds(node) && ActivationOperator.BoundsOf(node).Low >= 0,
        "MaxPool" or "AveragePool" or "GlobalAveragePool" => IsNonNegative(node.Input(0)),
        _ => false,
    };
}
