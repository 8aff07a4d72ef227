using PocketFlow.Graphs;
using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Testing;

namespace PocketFlow.Tests.Learners;

public sealed class CompensatedRoundingTests
{
    private const int Inputs = 5, Outputs = 3, Samples = 40;

    [Fact]
    public void Round_EachStep_LeavesTheBestOfWhatIsStillFree()
    {
        (ConsumerLayer layer, double[] gram, float[] weight) = Correlated();
        Quantization grid = WeightGrid.Of(layer.Weight.Data!, 0, 3);

        float[] rounded = CompensatedRounding.Round(layer, grid, gram).ToFloats();

        for (int o = 0; o < Outputs; o++)
        {
            double[] expected = ByLeastSquares(
                [.. weight.Skip(o * Inputs).Take(Inputs).Select(w => (double)w)], Damped(gram), grid.Scale[o], grid.Maximum);
            Assert.Equal(expected, rounded.Skip(o * Inputs).Take(Inputs).Select(w => (double)w), (e, f) => Math.Abs(e - f) < 1e-5);
        }
    }

    [Fact]
    public void Round_CorrelatedInputs_HasLessErrorOfOutputsThanNearest()
    {
        (ConsumerLayer layer, double[] gram, float[] weight) = Correlated();
        Quantization grid = WeightGrid.Of(layer.Weight.Data!, 0, 3);

        float[] rounded = CompensatedRounding.Round(layer, grid, gram).ToFloats();
        float[] nearest = [.. weight.Select((w, i) => grid.Dequantize(grid.Quantize(w, i / Inputs), i / Inputs))];

        Assert.True(OutputError(weight, rounded, gram) < 0.7 * OutputError(weight, nearest, gram));
        Assert.All(rounded.Select((w, i) => w - grid.Dequantize(grid.Quantize(w, i / Inputs), i / Inputs)),
            d => Assert.Equal(0, d, 1e-6));
    }

    [Fact]
    public void Quantize_CompensatedWeights_AreNearerToTheModelThanNearestOnes()
    {
        Model model = BitSamples.Network();
        var context = BitSamples.Context(model);

        double[] errors = [.. new[] { true, false }.Select(isCompensated =>
        {
            var options = new UniformQuantizationOptions { RoundingCompensation = isCompensated, BiasCorrection = false };
            var candidates = QuantizationCandidates.Observe(model, options, context);
            float[] found = QuantizationCandidatesTests.Run(candidates.Quantize(candidates.Space.Uniform(3, 8)));
            return found.Zip(QuantizationCandidatesTests.Run(model), (f, e) => Math.Pow(f - e, 2)).Sum();
        })];

        Assert.True(errors[0] < 0.5 * errors[1], string.Join(' ', errors));
    }

    // Solves for the free columns anew after every rounding: what the triangular factor of the algorithm stands for.
    private static double[] ByLeastSquares(double[] wanted, double[][] gram, double scale, int maximum)
    {
        double[] found = [.. wanted];
        for (int i = 0; i < Inputs; i++)
        {
            found[i] = Math.Clamp(Math.Round(found[i] / scale), -maximum, maximum) * scale;
            int free = Inputs - i - 1;
            double[][] system = [.. Enumerable.Range(i + 1, free).Select(r => (double[])
            [
                .. Enumerable.Range(i + 1, free).Select(c => gram[r][c]),
                Enumerable.Range(0, i + 1).Sum(k => gram[r][k] * (wanted[k] - found[k])),
            ])];
            double[] shift = Solve(system);
            for (int f = 0; f < free; f++)
            {
                found[i + 1 + f] = wanted[i + 1 + f] + shift[f];
            }
        }

        return found;
    }

    // Gauss-Jordan; the matrices are positive definite.
    private static double[] Solve(double[][] system)
    {
        for (int p = 0; p < system.Length; p++)
        {
            double[] pivot = system[p] = [.. system[p].Select(x => x / system[p][p])];
            for (int r = 0; r < system.Length; r++)
            {
                double factor = system[r][p];
                system[r] = r == p ? pivot : [.. system[r].Zip(pivot, (x, y) => x - factor * y)];
            }
        }

        return [.. system.Select(r => r[^1])];
    }

    private static double[][] Damped(double[] gram)
    {
        double pull = 0.01 * Enumerable.Range(0, Inputs).Average(i => gram[i * Inputs + i]);
        return [.. Enumerable.Range(0, Inputs).Select(r => Enumerable.Range(0, Inputs)
            .Select(c => gram[r * Inputs + c] + (r == c ? pull : 0)).ToArray())];
    }

    private static double OutputError(float[] weight, float[] rounded, double[] gram) =>
        Enumerable.Range(0, Outputs).Sum(o => Enumerable.Range(0, Inputs * Inputs).Sum(i =>
            (double)(weight[o * Inputs + i / Inputs] - rounded[o * Inputs + i / Inputs]) * gram[i]
            * (weight[o * Inputs + i % Inputs] - rounded[o * Inputs + i % Inputs])));

    private static (ConsumerLayer Layer, double[] Gram, float[] Weight) Correlated()
    {
        var random = new Random(7);
        float[] weight = RandomGraphs.Normal(random, Inputs * Outputs, 0, 1);
        float[][] samples = [.. Enumerable.Range(0, Samples).Select(_ =>
        {
            float[] own = RandomGraphs.Normal(random, Inputs + 1, 0, 1);
            return own.Take(Inputs).Select(x => x + 2 * own[^1]).ToArray();
        })];
        double[] gram = [.. Enumerable.Range(0, Inputs * Inputs).Select(i =>
            samples.Sum(s => (double)s[i / Inputs] * s[i % Inputs]))];
        var builder = new GraphBuilder("dense");
        Value matrix = builder.Constant("matrix", TensorData.From<float>(weight, Outputs, Inputs));
        Value product = builder.Add(
            "Gemm", [builder.Input("input", Inputs), matrix], "dense", new AttributeMap { { "transB", 1L } });
        return (ConsumerLayer.Of(builder.Build(product).Graph.Nodes[0])!, gram, weight);
    }
}
