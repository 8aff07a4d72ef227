namespace PocketFlow.Recipes;

/// <summary>What is measured once the learners are done.</summary>
public sealed record MeasurementSettings
{
    /// <summary>The number of test images that accuracy is measured on, from the first on; null for all.</summary>
    /// <value>The default is null.</value>
    public int? Images { get; init; }

    /// <summary>Whether latencies are measured.</summary>
    /// <value>The default is true.</value>
    public bool Latency { get; init; } = true;

    /// <summary>Measured runs of each file.</summary>
    /// <value>The default is 200.</value>
    public int Runs { get; init; } = 200;

    internal IEnumerable<string> Validate()
    {
        if (Images is < 1 || Runs < 1)
        {
            yield return FormattableString.Invariant(
                $"images is {Images} and runs is {Runs}; expected was 1 or more of each.");
        }
    }
}
