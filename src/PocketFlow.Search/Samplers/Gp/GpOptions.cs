namespace PocketFlow.Search;

/// <summary>How <see cref="GpSampler"/> searches.</summary>
public sealed record GpOptions
{
    /// <summary>Completed trials before processes are fitted; until then points are a Sobol sequence's.</summary>
    /// <value>The default is 10.</value>
    public int StartupTrials { get; init; } = 10;

    /// <summary>Sobol points at which the acquisition is evaluated.</summary>
    /// <value>The default is 1024.</value>
    public int Candidates { get; init; } = 1024;

    /// <summary>Points near each of the best observed ones at which it is evaluated.</summary>
    /// <value>The default is 128.</value>
    public int Neighbors { get; init; } = 128;

    /// <summary>Candidates from which a local search starts; half of them are Sobol points.</summary>
    /// <value>The default is 8.</value>
    public int LocalSearches { get; init; } = 8;

    /// <summary>Kernel parameters are fitted to at most so many observations, the best ones and others evenly; the
    /// posterior is of all.</summary>
    /// <value>The default is 256.</value>
    public int FittedTrials { get; init; } = 256;
}
