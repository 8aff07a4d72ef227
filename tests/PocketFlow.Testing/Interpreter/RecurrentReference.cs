namespace PocketFlow.Testing.Interpreter;

/// <summary>LSTM, GRU and RNN with their usual functions, element by element; without lengths and peepholes.</summary>
internal static class RecurrentReference
{
    public static ReferenceTensor Run(ReferenceCall call)
    {
        ReferenceTensor input = call[0];
        int hidden = call[2].Dims[2];
        int directions = call[2].Dims[0];
        (int steps, int batch) = (input.Dims[0], input.Dims[1]);
        float[] states = new float[steps * directions * batch * hidden];
        for (int d = 0; d < directions; d++)
        {
            bool isReverse = d == 1 || call.Node.Attributes.Text("direction", "forward") == "reverse";
            for (int n = 0; n < batch; n++)
            {
                double[] state = First(call, 5, d, n, hidden);
                double[] cell = First(call, 6, d, n, hidden);
                for (int i = 0; i < steps; i++)
                {
                    int step = isReverse ? steps - 1 - i : i;
                    (state, cell) = Advance(call, d, n, step, state, cell);
                    for (int h = 0; h < hidden; h++)
                    {
                        states[((step * directions + d) * batch + n) * hidden + h] = (float)state[h];
                    }
                }
            }
        }

        return new([steps, directions, batch, hidden], states);
    }

    private static (double[] State, double[] Cell) Advance(
        ReferenceCall call, int d, int n, int step, double[] state, double[] cell)
    {
        int hidden = state.Length;
        double Input(int row) => Sum(call, d, row, false, k => call[0].At(step, n, k));
        double Recurrent(int row, double[] s) => Sum(call, d, row, true, k => s[k]);
        double Both(int gate, int h) => Input(gate * hidden + h) + Recurrent(gate * hidden + h, state);
        double[] All(Func<int, double> at) => [.. Enumerable.Range(0, hidden).Select(at)];
        if (call.Node.OpType == "RNN")
        {
            return (All(h => Math.Tanh(Both(0, h))), cell);
        }

        if (call.Node.OpType == "LSTM")
        {
            double[] next = All(h => Sigmoid(Both(2, h)) * cell[h] + Sigmoid(Both(0, h)) * Math.Tanh(Both(3, h)));
            return (All(h => Sigmoid(Both(1, h)) * Math.Tanh(next[h])), next);
        }

        double[] reset = All(h => Sigmoid(Both(1, h)));
        double[] faded = All(h => reset[h] * state[h]);
        bool isLinearFirst = call.Int("linear_before_reset", 0) != 0;
        return (All(h =>
        {
            int row = 2 * hidden + h;
            double kept = isLinearFirst ? reset[h] * Recurrent(row, state) : Recurrent(row, faded);
            double update = Sigmoid(Both(0, h));
            return (1 - update) * Math.Tanh(Input(row) + kept) + update * state[h];
        }), cell);
    }

    private static double Sum(ReferenceCall call, int d, int row, bool isRecurrent, Func<int, double> at)
    {
        ReferenceTensor weight = call[isRecurrent ? 2 : 1];
        double sum = call.Has(3) ? call[3].At(d, isRecurrent ? row + weight.Dims[1] : row) : 0;
        for (int k = 0; k < weight.Dims[2]; k++)
        {
            sum += weight.At(d, row, k) * at(k);
        }

        return sum;
    }

    private static double[] First(ReferenceCall call, int input, int d, int n, int hidden) =>
        [.. Enumerable.Range(0, hidden).Select(h => call.Has(input) ? (double)call[input].At(d, n, h) : 0)];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
