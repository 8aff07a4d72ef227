namespace PocketFlow.Graphs.Passes.Transposes;

/// <summary>
/// Functions of single elements and of broadcast ones. Where inputs are permuted differently, they meet in the order
/// that moves the least.
/// </summary>
internal sealed class ElementwiseRule() : TransposeRule(
    "Abs", "Acos", "Acosh", "Add", "And", "Asin", "Asinh", "Atan", "Atanh", "BitShift", "Cast", "Ceil", "Celu", "Clip",
    "Cos", "Cosh", "Div", "Dropout", "Elu", "Equal", "Erf", "Exp", "Floor", "Gelu", "Greater", "GreaterOrEqual",
    "HardSigmoid", "HardSwish", "Identity", "IsInf", "IsNaN", "LeakyRelu", "Less", "LessOrEqual", "Log", "Max", "Mean",
    "Min", "Mish", "Mod", "Mul", "Neg", "Not", "Or", "PRelu", "Pow", "Reciprocal", "Relu", "Round", "Selu", "Shrink",
    "Sigmoid", "Sign", "Sin", "Sinh", "Softplus", "Softsign", "Sqrt", "Sub", "Sum", "Swish", "Tan", "Tanh",
    "ThresholdedRelu", "Where", "Xor")
{
    public override bool TryApply(Node node, TransposeSinking sinking)
    {
        Permutation? axes = sinking.CheapestOrder(node.Inputs, node.Output.KnownShape.Rank);
        if (axes is null or { IsIdentity: true })
        {
            return false;
        }

        for (int i = 0; i < node.Inputs.Count; i++)
        {
            node.SetInput(i, node.Inputs[i] is { } input ? sinking.Read(input, axes) : null);
        }

        foreach (Value output in node.Outputs)
        {
            sinking.Define(output, axes);
        }

        return true;
    }
}
