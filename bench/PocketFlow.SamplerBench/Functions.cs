namespace PocketFlow.SamplerBench;

/// <summary>The functions, as bench/samplers/functions.py has them too.</summary>
internal static class Functions
{
    private static readonly double[] s_weights = [1, 1.2, 3, 3.2];
    private static readonly double[][] s_slopes3 = [[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]];
    private static readonly double[][] s_places3 =
    [
        [0.3689, 0.117, 0.2673], [0.4699, 0.4387, 0.747], [0.1091, 0.8732, 0.5547], [0.0381, 0.5743, 0.8828],
    ];
    private static readonly double[][] s_slopes6 =
    [
        [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
    ];
    private static readonly double[][] s_places6 =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    public static IReadOnlyDictionary<string, Func<Func<string, double>, Evaluation>> Table { get; } =
        new Dictionary<string, Func<Func<string, double>, Evaluation>>
        {
            ["branin"] = x => One(Branin(x("x1"), x("x2"))),
            ["hartmann3"] = x => One(Hartmann(Vector(x, 3), s_slopes3, s_places3)),
            ["hartmann6"] = x => One(Hartmann(Vector(x, 6), s_slopes6, s_places6)),
            ["rosenbrock"] = x => One(Rosenbrock(Vector(x, 4))),
            ["ackley"] = x => One(Ackley(Vector(x, 5))),
            ["levy"] = x => One(Levy(Vector(x, 4))),
            ["styblinski"] = x => One(Vector(x, 5).Sum(t => t * t * t * t - 16 * t * t + 5 * t) / 2),
            ["mixed"] = x => One(Mixed(x)),
            ["integer"] = x => One(Integer(x("n1"), x("n2"), x("n3"), x("n4"))),
            ["conditional"] = x => One(Conditional(x)),
            ["noisy"] = x => One(Hartmann(Vector(x, 6), s_slopes6, s_places6)),
            ["constrained"] = x => Constrained(x("x1"), x("x2")),
            ["zdt1"] = x => Zdt1(Vector(x, 4)),
            ["schaffer"] = x => Schaffer(x("x"), x("y")),
        };

    private static Evaluation One(double value) => new([value], []);

    private static double[] Vector(Func<string, double> x, int count) =>
        [.. Enumerable.Range(1, count).Select(i => x($"x{i}"))];

    private static double Branin(double a, double b)
    {
        double curve = b - 5.1 / (4 * Math.PI * Math.PI) * a * a + 5 / Math.PI * a - 6;
        return curve * curve + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(a) + 10;
    }

    private static double Hartmann(double[] x, double[][] slopes, double[][] places) => -s_weights.Select(
        (w, i) => w * Math.Exp(-x.Select((v, j) => slopes[i][j] * Math.Pow(v - places[i][j], 2)).Sum())).Sum();

    private static double Rosenbrock(double[] x) => Enumerable.Range(0, x.Length - 1).Sum(
        i => 100 * Math.Pow(x[i + 1] - x[i] * x[i], 2) + Math.Pow(1 - x[i], 2));

    private static double Ackley(double[] x) => -20 * Math.Exp(-0.2 * Math.Sqrt(x.Average(t => t * t)))
        - Math.Exp(x.Average(t => Math.Cos(2 * Math.PI * t))) + 20 + Math.E;

    private static double Levy(double[] x)
    {
        double[] w = [.. x.Select(t => 1 + (t - 1) / 4)];
        double ends = Math.Pow(Math.Sin(Math.PI * w[0]), 2)
            + Math.Pow(w[^1] - 1, 2) * (1 + Math.Pow(Math.Sin(2 * Math.PI * w[^1]), 2));
        return ends + w[..^1].Sum(t => Math.Pow(t - 1, 2) * (1 + 10 * Math.Pow(Math.Sin(Math.PI * t + 1), 2)));
    }

    private static double Mixed(Func<string, double> x)
    {
        double rate = Math.Log10(x("rate")), depth = x("depth") - 6, width = Math.Log2(x("width")) - 7;
        double kind = ((double[])[0.8, 0, 1.5, 0.4])[(int)x("kind")];
        return Math.Pow(rate + 2.5 + 0.2 * depth, 2) + 4 * Math.Pow(x("decay") - 0.3, 2) + 0.15 * depth * depth
            + 0.3 * width * width + kind;
    }

    private static double Integer(double a, double b, double c, double d) => Math.Pow(a - 7, 2) + Math.Pow(b - a - 5, 2)
        + 0.5 * Math.Pow(c - 22, 2) + 0.2 * Math.Pow(d - 18, 2) + Math.Abs(a + c - 29);

    private static double Conditional(Func<string, double> x)
    {
        int kind = (int)x("kind");
        double shared = Math.Pow(x("shared") - 2, 2);
        return kind switch
        {
            0 => 0.5 + shared + Math.Pow(x("a1") - 1, 2) + Math.Pow(x("a2") + x("a1"), 2),
            1 => shared + Math.Pow(Math.Log10(x("b1")) + 2, 2) + 0.05 * Math.Pow(x("b2") - 13, 2),
            _ => 1 + shared + x("c1"),
        };
    }

    private static Evaluation Constrained(double a, double b) => new(
        [a + b],
        [1.5 - a - 2 * b - 0.5 * Math.Sin(2 * Math.PI * (a * a - 2 * b)), a * a + b * b - 1.5]);

    private static Evaluation Zdt1(double[] x)
    {
        double g = 1 + 9 * x[1..].Average();
        return new([x[0], g * (1 - Math.Sqrt(x[0] / g))], []);
    }

    private static Evaluation Schaffer(double a, double b) => new([a * a + b * b, (a - 2) * (a - 2) + b * b], []);
}
