using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Runtimes;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.Tests.TfLite;

/// <summary>The gates come in the right places; the oracle is the textbook's recurrence.</summary>
[Trait("Category", "Oracle")]
public sealed class LstmReaderTests
{
    private const int Steps = 4, Inputs = 3, Units = 2;

    [RuntimesTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_Lstm_ComputesTheRecurrence(bool isTimeMajor)
    {
        float[][] kernels = Numbers(1, Units * Inputs);
        float[][] recurrences = Numbers(2, Units * Units);
        float[][] biases = Numbers(3, Units);
        float[] sequence = Numbers(4, Steps * Inputs)[0];
        Model model = TfLiteReaderTests.Read(Sample(kernels, recurrences, biases, isTimeMajor));
        using var file = new TemporaryFile("model.onnx");
        OnnxFormat.Write(model, file.Path);
        using var runtimes = new ModelRuntimes();
        using IModelSession session = runtimes.For(file.Path).Load(file.Path);

        float[] found = session.Run([sequence])[0];

        float[] expected = Recurrence(sequence, kernels, recurrences, biases);
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), p => Assert.Equal(p.First, p.Second, 1e-5f));
    }

    private static float[] Recurrence(float[] sequence, float[][] kernels, float[][] recurrences, float[][] biases)
    {
        double[] state = new double[Units];
        double[] cell = new double[Units];
        var states = new List<float>();
        for (int t = 0; t < Steps; t++)
        {
            double Gate(int gate, int unit) => biases[gate][unit]
                + Enumerable.Range(0, Inputs).Sum(i => kernels[gate][unit * Inputs + i] * sequence[t * Inputs + i])
                + Enumerable.Range(0, Units).Sum(i => recurrences[gate][unit * Units + i] * state[i]);

            double[] next = new double[Units];
            for (int u = 0; u < Units; u++)
            {
                // Gates of files: input, forget, cell, output.
                cell[u] = Sigmoid(Gate(1, u)) * cell[u] + Sigmoid(Gate(0, u)) * Math.Tanh(Gate(2, u));
                next[u] = Sigmoid(Gate(3, u)) * Math.Tanh(cell[u]);
            }

            state = next;
            states.AddRange(state.Select(s => (float)s));
        }

        return [.. states];
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static byte[] Sample(float[][] kernels, float[][] recurrences, float[][] biases, bool isTimeMajor)
    {
        var file = new TfLiteSample();
        int x = isTimeMajor ? file.Tensor("x", Steps, 1, Inputs) : file.Tensor("x", 1, Steps, Inputs);
        int y = isTimeMajor ? file.Tensor("y", Steps, 1, Units) : file.Tensor("y", 1, Steps, Units);
        int[] Add(float[][] matrices, params int[] dims) =>
            [.. matrices.Select(m => file.Constant("matrix", TfLiteTensorType.Float32, m, dims))];
        int[] all =
        [
            x, .. Add(kernels, Units, Inputs), .. Add(recurrences, Units, Units), -1, -1, -1, .. Add(biases, Units), -1, -1,
            file.Variable("state", 1, Units), file.Variable("cell", 1, Units),
        ];
        FlatTable options = new FlatTable().SetByte(0, 4).Set(3, isTimeMajor);
        return file.Operator(Op.UNIDIRECTIONAL_SEQUENCE_LSTM, all, [y], (OptionsType)71, options)
            .Interface([x], [y]).Build();
    }

    private static float[][] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 4).Select(
            _ => Array.ConvertAll(new float[count], _ => 2 * random.NextSingle() - 1))];
    }
}
