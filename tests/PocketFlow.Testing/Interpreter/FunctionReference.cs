namespace PocketFlow.Testing.Interpreter;

/// <summary>Functions of one element by their textbook formulas.</summary>
internal static class FunctionReference
{
    public static ReferenceTensor? TryMap(ReferenceCall call) =>
        Find(call) is { } function ? call[0].Map(x => (float)function(x)) : null;

    private static Func<double, double>? Find(ReferenceCall call)
    {
        double alpha = call.Float("alpha", call.Node.OpType == "Selu" ? 1.6732632f : 1);
        double gamma = call.Float("gamma", 1.050701f);
        return call.Node.OpType switch
        {
            "Elu" => x => x > 0 ? x : alpha * (Math.Exp(x) - 1),
            "Celu" => x => x > 0 ? x : alpha * (Math.Exp(x / alpha) - 1),
            "Selu" => x => gamma * (x > 0 ? x : alpha * (Math.Exp(x) - 1)),
            "ThresholdedRelu" => x => x > alpha ? x : 0,
            "Softplus" => x => Math.Log(1 + Math.Exp(x)),
            "Softsign" => x => x / (1 + Math.Abs(x)),
            "Mish" => x => x * Math.Tanh(Math.Log(1 + Math.Exp(x))),
            "Gelu" => call.Node.Attributes.Text("approximate", "none") == "tanh"
                ? x => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * Math.Pow(x, 3))))
                : x => x / 2 * (1 + Erf(x / Math.Sqrt(2))),
            _ => Plain(call.Node.OpType),
        };
    }

    private static Func<double, double>? Plain(string opType) => opType switch
    {
        "Erf" => Erf,
        "Abs" => Math.Abs,
        "Neg" => x => 0 - x,
        "Sign" => x => Math.Sign(x),
        "Exp" => Math.Exp,
        "Log" => Math.Log,
        "Sqrt" => Math.Sqrt,
        "Reciprocal" => x => 1 / x,
        "Floor" => Math.Floor,
        "Ceil" => Math.Ceiling,
        "Round" => Math.Round,
        "Sin" => Math.Sin,
        "Cos" => Math.Cos,
        "Not" => x => x == 0 ? 1 : 0,
        _ => null,
    };

    /// <summary>The integral of the bell curve by Simpson's rule.</summary>
    private static double Erf(double x)
    {
        const int steps = 2000;
        double end = Math.Clamp(x, -7, 7);
        double sum = 1 + Math.Exp(-end * end);
        for (int i = 1; i < steps; i++)
        {
            double t = end * i / steps;
            sum += (i % 2 == 0 ? 2 : 4) * Math.Exp(-t * t);
        }

        return 2 / Math.Sqrt(Math.PI) * sum * end / steps / 3;
    }
}
