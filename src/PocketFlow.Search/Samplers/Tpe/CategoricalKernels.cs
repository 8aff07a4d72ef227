using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>For each observed category, probabilities that favor it: 1 + 1/K for it and 1/K for each other one of K kernels,
/// divided by their sum.</summary>
internal sealed class CategoricalKernels : IKernels
{
    private readonly double[] _observed;
    private readonly int _choices;
    private readonly double _hit;
    private readonly double _miss;

    public CategoricalKernels(CategoricalDistribution distribution, double[] observed)
    {
        (_observed, _choices) = (observed, distribution.Choices.Count);
        double share = 1.0 / (observed.Length + 1), sum = 1 + _choices * share;
        (_hit, _miss) = ((1 + share) / sum, share / sum);
    }

    public double Draw(int kernel, ref SeededRandom random)
    {
        bool isUniform = kernel == _observed.Length || random.NextDouble() < _choices * _miss;
        return isUniform ? random.NextInt32(_choices) : _observed[kernel];
    }

    public void AddLogDensities(double value, Span<double> sums)
    {
        double hit = Math.Log(_hit), miss = Math.Log(_miss);
        for (int i = 0; i < _observed.Length; i++)
        {
            sums[i] += _observed[i] == value ? hit : miss;
        }

        sums[_observed.Length] -= Math.Log(_choices);
    }
}
