namespace PocketFlow.Search;

/// <summary>A fitted process of one quantity in units of its standard deviation.</summary>
/// <param name="Process">Of the standardised values.</param>
/// <param name="Mean">Of the values.</param>
/// <param name="Deviation">Of the values.</param>
internal sealed record Surrogate(GaussianProcess Process, double Mean, double Deviation)
{
    /// <summary>This surrogate told of points whose values are not known yet, as if each came out as expected (the Kriging
    /// believer of Ginsbourger, Le Riche and Carraro, 2010).</summary>
    public Surrogate Believing(IReadOnlyList<double[]> points)
    {
        GaussianProcess process = Process;
        double[] mean = [0], variance = [0];
        foreach (double[] point in points)
        {
            process.Predict([point], mean, variance);
            process = process.With(point, mean[0]);
        }

        return this with { Process = process };
    }
}
