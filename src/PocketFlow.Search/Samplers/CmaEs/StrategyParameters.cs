namespace PocketFlow.Search;

/// <summary>Weights and learning rates of CMA-ES: functions of the dimension and of how many points a generation has.</summary>
/// <remarks>Hansen, "The CMA Evolution Strategy: A Tutorial", arXiv 1604.00772, table 1 and equations 49 to 58.</remarks>
internal sealed class StrategyParameters
{
    public StrategyParameters(int dimensions, int points)
    {
        double n = Dimensions = dimensions;
        double[] raw = [.. Enumerable.Range(1, points).Select(i => Math.Log((points + 1) / 2.0) - Math.Log(i))];
        Parents = points / 2;
        EffectiveParents = Effective(raw[..Parents]);
        StepPathRate = (EffectiveParents + 2) / (n + EffectiveParents + 5);
        StepDamping = 1 + 2 * Math.Max(0, Math.Sqrt((EffectiveParents - 1) / (n + 1)) - 1) + StepPathRate;
        CovariancePathRate = (4 + EffectiveParents / n) / (n + 4 + 2 * EffectiveParents / n);
        RankOneRate = 2 / (Math.Pow(n + 1.3, 2) + EffectiveParents);
        RankMuRate = Math.Min(
            1 - RankOneRate,
            2 * (0.25 + EffectiveParents + 1 / EffectiveParents - 2) / (Math.Pow(n + 2, 2) + EffectiveParents));
        ExpectedLength = Math.Sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
        Weights = Normalized(raw, n);
    }

    /// <summary>n.</summary>
    public int Dimensions { get; }

    /// <summary>Of the points from the best to the worst: those of the parents sum to 1, those of the worse half are 0 or
    /// negative.</summary>
    public double[] Weights { get; }

    /// <summary>μ: how many points move the mean.</summary>
    public int Parents { get; }

    /// <summary>μ_eff: how many parents of equal weights would carry as much.</summary>
    public double EffectiveParents { get; }

    /// <summary>c_σ.</summary>
    public double StepPathRate { get; }

    /// <summary>d_σ.</summary>
    public double StepDamping { get; }

    /// <summary>c_c.</summary>
    public double CovariancePathRate { get; }

    /// <summary>c_1.</summary>
    public double RankOneRate { get; }

    /// <summary>c_μ.</summary>
    public double RankMuRate { get; }

    /// <summary>E‖N(0, I)‖.</summary>
    public double ExpectedLength { get; }

    private static double Effective(double[] weights) =>
        weights.Sum() * weights.Sum() / weights.Sum(w => w * w);

    private double[] Normalized(double[] raw, double n)
    {
        double positive = raw.Where(w => w > 0).Sum(), negative = -raw.Where(w => w < 0).Sum();
        double effective = Effective(raw[Parents..]);
        // The least of three bounds: balance with the rank-one update, few effective points, a covariance that stays positive.
        double size = Math.Min(
            1 + RankOneRate / RankMuRate,
            Math.Min(1 + 2 * effective / (EffectiveParents + 2), (1 - RankOneRate - RankMuRate) / (n * RankMuRate)));
        return [.. raw.Select(w => w >= 0 ? w / positive : w * size / negative)];
    }
}
