using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Training;

/// <summary>Mean and variance of every channel (axis 1) of chosen values, over all batches that were run.</summary>
internal sealed class ChannelMoments(IEnumerable<string> names) : ForwardHook
{
    private readonly Dictionary<string, Sums> _sums = names.ToDictionary(n => n, _ => new Sums(), StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Watches(Value value) => _sums.ContainsKey(value.Name);

    /// <inheritdoc/>
    public override Tensor OnValue(Value value, Tensor tensor)
    {
        if (_sums.TryGetValue(value.Name, out Sums? sums))
        {
            sums.Add(tensor);
        }

        return tensor;
    }

    /// <summary>Mean and variance (of the population) of each channel of a value.</summary>
    public (double[] Mean, double[] Variance) Of(string name) => _sums[name].Result();

    private sealed class Sums
    {
        private double[] _sum = [];
        private double[] _squares = [];
        private double _count;

        public void Add(Tensor tensor)
        {
            long[] others = [.. Enumerable.Range(0, tensor.Dimensions).Where(a => a != 1).Select(a => (long)a)];
            Tensor exact = tensor.To(DType.Float64);
            double[] sum = exact.Sum(others).ToArray<double>();
            double[] squares = exact.Square().Sum(others).ToArray<double>();
            _sum = _sum.Length == 0 ? sum : [.. _sum.Zip(sum, (a, b) => a + b)];
            _squares = _squares.Length == 0 ? squares : [.. _squares.Zip(squares, (a, b) => a + b)];
            _count += (double)tensor.ElementCount / sum.Length;
        }

        public (double[] Mean, double[] Variance) Result()
        {
            double[] mean = Array.ConvertAll(_sum, s => s / _count);
            return (mean, [.. _squares.Select((s, c) => Math.Max(0, s / _count - mean[c] * mean[c]))]);
        }
    }
}
