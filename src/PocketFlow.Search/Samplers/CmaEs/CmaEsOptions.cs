namespace PocketFlow.Search;

/// <summary>Settings of <see cref="CmaEsSampler"/>.</summary>
public sealed record CmaEsOptions
{
    /// <summary>Results that make a generation, before restarts double it.</summary>
    /// <value>By default 4 + ⌊3 ln n⌋ for n parameters (Hansen 2016, table 1); at least 4.</value>
    public int? PopulationSize
    {
        get;
        init => field = value is null or >= 4
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "expected 4 or more trials.");
    }

    /// <summary>Standard deviation of the first generation, in shares of a parameter's range.</summary>
    /// <value>The default is 0.15; above 0. Hansen (2016, figure 6) advises 0.2 to 0.5 for long runs, Optuna has 1/6; with 50 to
    /// 100 trials smaller ones find more on the benchmark's functions.</value>
    public double InitialSigma
    {
        get;
        init => field = Positive(value);
    }
    = 0.15;

    /// <summary>The same where trials that the strategy did not propose tell where to begin.</summary>
    /// <value>The default is 0.1; above 0.</value>
    public double WarmSigma
    {
        get;
        init => field = Positive(value);
    }
    = 0.1;

    /// <summary>How far a generation moves the probabilities of categories towards those of its better half.</summary>
    /// <value>The default is 0.3; 0 (drawn at random) to 1.</value>
    public double CategoryRate
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "expected 0 to 1.");
    }
    = 0.3;

    private static double Positive(double value) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "expected a number above 0.");
}
