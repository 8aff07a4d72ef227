using PocketFlow.Graphs.Operators;

namespace PocketFlow.Graphs.Decompositions;

/// <summary>How operators are written with simpler ones, by name.</summary>
internal static class DecompositionTable
{
    private static readonly Dictionary<string, Func<NodeExpression, Term?>> s_rules = new(StringComparer.Ordinal)
    {
        ["Elu"] = e => Exponential(e, 1, e.Float("alpha", 1), 1),
        ["Celu"] = e => Exponential(e, 1, e.Float("alpha", 1), e.Float("alpha", 1)),
        ["Selu"] = e => Exponential(
            e, e.Float("gamma", 1.05070102214813232421875f), e.Float("alpha", 1.67326319217681884765625f), 1),
        ["Gelu"] = Gelu,
        ["Erf"] = ErrorFunction,
        ["HardSwish"] = e =>
            e.X * e.Call("HardSigmoid", new AttributeMap { { "alpha", 1f / 6 }, { "beta", 0.5f } }, e.X),
        ["Mish"] = e => e.X * e.Call("Softplus", e.X).Tanh(),
        // log(1 + exp(x)) without overflow.
        ["Softplus"] = e => e.X.Relu() + ((-e.X.Abs()).Exp() + 1).Log(),
        ["Softsign"] = e => e.X / (e.X.Abs() + 1),
        ["ThresholdedRelu"] = e =>
            e.Call("Where", e.Call("Greater", e.X, e.Number(e.Float("alpha", 1))), e.X, e.Number(0)),
        ["PRelu"] = e => e.X.Relu() - (-e.X).Relu() * e.Input(1),
        ["Reciprocal"] = e => 1 / e.X,
        ["Sum"] = e => Chain(e, "Add"),
        ["Mean"] = e => Chain(e, "Add") is { } sum ? sum * (1f / e.Node.Inputs.Count) : null,
        ["Min"] = e => Chain(e, "Min"),
        ["Max"] = e => Chain(e, "Max"),
        ["Mod"] = Remainder,
        ["Einsum"] = ProductDecomposition.Einsum,
        ["ReduceL1"] = e => ReduceDecomposition.Of(e, "ReduceSum", e.X.Abs()),
        ["ReduceL2"] = e => ReduceDecomposition.Of(e, "ReduceSum", e.X * e.X).Sqrt(),
        ["ReduceSumSquare"] = e => ReduceDecomposition.Of(e, "ReduceSum", e.X * e.X),
        ["ReduceLogSum"] = e => ReduceDecomposition.Of(e, "ReduceSum", e.X).Log(),
        ["ReduceLogSumExp"] = ReduceDecomposition.LogSumExp,
        ["LayerNormalization"] = NormalizationDecomposition.Layer,
        ["InstanceNormalization"] = NormalizationDecomposition.Instance,
        ["GroupNormalization"] = NormalizationDecomposition.Group,
        ["LpNormalization"] = NormalizationDecomposition.Lp,
        ["MeanVarianceNormalization"] = NormalizationDecomposition.MeanVariance,
    };

    public static bool Knows(string opType) => s_rules.ContainsKey(opType);

    /// <summary>Adds the nodes that stand for a node; false, and nothing added, where there is no way.</summary>
    public static bool TryWrite(NodeExpression expression, out Term result)
    {
        Term? written = s_rules.GetValueOrDefault(expression.Node.OpType)?.Invoke(expression);
        result = written ?? default;
        return written is not null;
    }

    /// <summary>γ · (max(x, 0) + α · (exp(min(x, 0) / c) − 1)).</summary>
    private static Term Exponential(NodeExpression e, float gamma, float alpha, float c) =>
        e.X.Relu() * gamma + ((-(-e.X).Relu() * (1 / c)).Exp() + -1) * (gamma * alpha);

    private static Term? Gelu(NodeExpression e)
    {
        if (e.Node.Attributes.Text("approximate", "none") != "tanh")
        {
            return (e.Call("Erf", e.X * (1 / MathF.Sqrt(2))) + 1) * e.X * 0.5f;
        }

        Term cubic = e.X * e.X * e.X * 0.044715f + e.X;
        return ((cubic * MathF.Sqrt(2 / MathF.PI)).Tanh() + 1) * e.X * 0.5f;
    }

    /// <summary>Abramowitz &amp; Stegun 1964, formula 7.1.26, whose error stays below 1.5e-7.</summary>
    private static Term? ErrorFunction(NodeExpression e)
    {
        Term size = e.X.Abs();
        Term t = 1 / (size * 0.3275911f + 1);
        Term polynomial = t * 1.061405429f;
        foreach (float coefficient in new[] { -1.453152027f, 1.421413741f, -0.284496736f, 0.254829592f })
        {
            polynomial = (polynomial + coefficient) * t;
        }

        return e.Call("Sign", e.X) * (-(polynomial * (-(size * size)).Exp()) + 1);
    }

    private static Term? Chain(NodeExpression e, string opType)
    {
        if (e.Node.Inputs.Count == 2 && e.Node.OpType == opType)
        {
            return null;
        }

        Term result = e.X;
        for (int i = 1; i < e.Node.Inputs.Count; i++)
        {
            result = e.Call(opType, result, e.Input(i));
        }

        // A single operand passes through an Identity, so that an output of the graph keeps a producer.
        return e.Node.Inputs.Count == 1 ? e.Call("Identity", e.X) : result;
    }

    /// <summary>The remainder with the sign of the dividend by the one with the sign of the divisor.</summary>
    private static Term? Remainder(NodeExpression e) =>
        ArithmeticOperator.HasDividendSign(e.Node) && e.Node.Output.Type.IsFloat()
        ? e.Call("Sign", e.X) * e.Call("Mod", e.X.Abs(), e.Input(1).Abs())
        : null;
}
