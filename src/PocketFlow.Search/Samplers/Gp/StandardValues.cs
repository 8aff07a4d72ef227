namespace PocketFlow.Search;

/// <summary>Values with mean 0 and variance 1.</summary>
/// <param name="Values">The values.</param>
/// <param name="Mean">What was subtracted.</param>
/// <param name="Deviation">By what they were divided.</param>
internal sealed record StandardValues(double[] Values, double Mean, double Deviation)
{
    /// <summary>Standardises values.</summary>
    public static StandardValues Of(double[] values)
    {
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        deviation = deviation > 1e-300 ? deviation : 1;
        return new([.. values.Select(v => (v - mean) / deviation)], mean, deviation);
    }
}
