namespace PocketFlow.Graphs.Operators;

/// <summary>Functions of one element as ONNX defines them, with the settings of a node.</summary>
internal static class ElementFunctions
{
    /// <summary>Scale and alpha of the self-normalising unit, ONNX's defaults (Klambauer et al. 2017).</summary>
    private const float SeluAlpha = 1.67326319217681884765625f, SeluGamma = 1.05070102214813232421875f;

    private static readonly Dictionary<string, Func<Node, Func<double, double>>> s_functions =
        new(StringComparer.Ordinal)
        {
            ["Relu"] = _ => x => Math.Max(0, x),
            ["Clip"] = Clip,
            ["LeakyRelu"] = n => Branches(x => n.Attributes.Float("alpha", 0.01f) * x),
            ["ThresholdedRelu"] = n => x => x > n.Attributes.Float("alpha", 1) ? x : 0,
            ["Elu"] = n => Branches(x => n.Attributes.Float("alpha", 1) * (Math.Exp(x) - 1)),
            ["Celu"] = n => Branches(x =>
                n.Attributes.Float("alpha", 1) * (Math.Exp(x / n.Attributes.Float("alpha", 1)) - 1)),
            ["Selu"] = Selu,
            ["Sigmoid"] = _ => Sigmoid,
            ["HardSigmoid"] = n => x =>
                Math.Clamp(n.Attributes.Float("alpha", 0.2f) * x + n.Attributes.Float("beta", 0.5f), 0, 1),
            ["HardSwish"] = _ => x => x * Math.Clamp(x / 6 + 0.5, 0, 1),
            ["Tanh"] = _ => Math.Tanh,
            ["Softplus"] = _ => Softplus,
            ["Softsign"] = _ => x => x / (1 + Math.Abs(x)),
            ["Mish"] = _ => x => x * Math.Tanh(Softplus(x)),
            ["Erf"] = _ => ErrorFunction,
            ["Gelu"] = n => n.Attributes.Text("approximate", "none") == "tanh" ? TanhGelu : Gelu,
            ["Abs"] = _ => Math.Abs,
            ["Neg"] = _ => x => -x,
            ["Sign"] = _ => x => double.IsNaN(x) ? x : Math.Sign(x),
            ["Exp"] = _ => Math.Exp,
            ["Log"] = _ => Math.Log,
            ["Sqrt"] = _ => Math.Sqrt,
            ["Reciprocal"] = _ => x => 1 / x,
            ["Floor"] = _ => Math.Floor,
            ["Ceil"] = _ => Math.Ceiling,
            ["Round"] = _ => x => Math.Round(x, MidpointRounding.ToEven),
            ["Sin"] = _ => Math.Sin,
            ["Cos"] = _ => Math.Cos,
        };

    /// <summary>The names of all functions.</summary>
    public static IReadOnlyCollection<string> Names => s_functions.Keys;

    /// <summary>The function of a node, or null for an operator that is none.</summary>
    public static Func<double, double>? Find(Node node) =>
        s_functions.TryGetValue(node.OpType, out Func<Node, Func<double, double>>? make) ? make(node) : null;

    /// <summary>Whether a function keeps integers integers.</summary>
    public static bool TakesIntegers(string opType) => opType is "Abs" or "Neg" or "Sign" or "Relu" or "Clip";

    private static Func<double, double> Branches(Func<double, double> negative) => x => x < 0 ? negative(x) : x;

    private static Func<double, double> Clip(Node node)
    {
        (float low, float high) = ActivationOperator.BoundsOf(node);
        return x => Math.Min(Math.Max(x, low), high);
    }

    private static Func<double, double> Selu(Node node)
    {
        double alpha = node.Attributes.Float("alpha", SeluAlpha);
        double gamma = node.Attributes.Float("gamma", SeluGamma);
        return x => gamma * (x < 0 ? alpha * (Math.Exp(x) - 1) : x);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double Gelu(double x) => 0.5 * x * (1 + ErrorFunction(x / Math.Sqrt(2)));

    private static double TanhGelu(double x) =>
        0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));

    /// <summary>The series of the error function; past 6 it is 1 in double precision.</summary>
    private static double ErrorFunction(double x)
    {
        if (Math.Abs(x) > 6)
        {
            return Math.Sign(x);
        }

        // erf(x) = 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (2n+1)!!, all of whose terms have one sign.
        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
