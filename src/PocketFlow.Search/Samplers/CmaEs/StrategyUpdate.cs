namespace PocketFlow.Search;

/// <summary>What a generation teaches CMA-ES.</summary>
/// <remarks>Hansen, "The CMA Evolution Strategy: A Tutorial", arXiv 1604.00772, equations 41 to 47.</remarks>
internal static class StrategyUpdate
{
    /// <summary>The next state.</summary>
    /// <param name="state">The one that the points were drawn from.</param>
    /// <param name="steps">y of every point, (x − m) / (σ A), from the best to the worst.</param>
    public static StrategyState Of(StrategyState state, IReadOnlyList<double[]> steps)
    {
        var parameters = new StrategyParameters(state.Mean.Length, steps.Count);
        double[] mean = WeightedMean(steps, parameters);
        double[] stepPath = Followed(state.StepPath, state.Whitened(mean), parameters.StepPathRate, parameters);
        double length = Length(stepPath);
        bool isSteady = IsSteady(length, state.Updates + 1, parameters);
        double[] covariancePath = Followed(
            state.CovariancePath, isSteady ? mean : new double[mean.Length], parameters.CovariancePathRate, parameters);
        double growth = parameters.StepPathRate / parameters.StepDamping * (length / parameters.ExpectedLength - 1);
        return state with
        {
            Mean = [.. state.Mean.Select((m, i) => m + state.Sigma * state.Widths[i] * mean[i])],
            Sigma = state.Sigma * Math.Exp(growth),
            Covariance = Covariance(state, steps, covariancePath, isSteady, parameters),
            StepPath = stepPath, CovariancePath = covariancePath, Updates = state.Updates + 1,
        };
    }

    private static double[] WeightedMean(IReadOnlyList<double[]> steps, StrategyParameters parameters)
    {
        double[] mean = new double[steps[0].Length];
        for (int k = 0; k < parameters.Parents; k++)
        {
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += parameters.Weights[k] * steps[k][i];
            }
        }

        return mean;
    }

    /// <summary>An evolution path, a step further.</summary>
    private static double[] Followed(double[] path, double[] step, double rate, StrategyParameters parameters)
    {
        double scale = Math.Sqrt(rate * (2 - rate) * parameters.EffectiveParents);
        return [.. path.Select((p, i) => (1 - rate) * p + scale * step[i])];
    }

    /// <summary>h_σ: false while the step path is long, where the other one would make the covariance grow too fast.</summary>
    private static bool IsSteady(double length, int updates, StrategyParameters parameters)
    {
        double settled = Math.Sqrt(1 - Math.Pow(1 - parameters.StepPathRate, 2 * updates));
        return length / settled < (1.4 + 2.0 / (parameters.Dimensions + 1)) * parameters.ExpectedLength;
    }

    private static double[,] Covariance(
        StrategyState state, IReadOnlyList<double[]> steps, double[] path, bool isSteady, StrategyParameters parameters)
    {
        int n = path.Length;
        double c1 = parameters.RankOneRate, cMu = parameters.RankMuRate, cC = parameters.CovariancePathRate;
        double kept = 1 + (isSteady ? 0 : c1 * cC * (2 - cC)) - c1 - cMu * parameters.Weights.Sum();
        double[] weights = [.. parameters.Weights.Select((w, k) => w >= 0 ? w : w * n / Square(state.Whitened(steps[k])))];
        double[,] next = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rankMu = 0;
                for (int k = 0; k < weights.Length; k++)
                {
                    rankMu += weights[k] * steps[k][i] * steps[k][j];
                }

                next[i, j] = next[j, i] = kept * state.Covariance[i, j] + c1 * path[i] * path[j] + cMu * rankMu;
            }
        }

        return next;
    }

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(v => v * v));

    /// <summary>‖v‖², never quite 0: a point may be the mean itself.</summary>
    private static double Square(double[] vector) => Math.Max(vector.Sum(v => v * v), 1e-8);
}
