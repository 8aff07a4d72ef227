namespace PocketFlow.Runtimes;

/// <summary>
/// Measures the latency of several models in turns, so that a machine which gets slower or faster meanwhile does so for
/// all of them alike. Ratios of one call are comparable; those across calls are not.
/// </summary>
public static class LatencyBenchmark
{
    /// <summary>Warms all models up, then times them in turns.</summary>
    /// <param name="subjects">Loaded models with different names, at least one.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Polled before each turn.</param>
    /// <returns>One result per subject, in their order.</returns>
    /// <exception cref="ArgumentException">Names repeat, there is no subject, or the baseline is not one.</exception>
    /// <exception cref="RuntimeFailedException">A runtime reports an error.</exception>
    public static IReadOnlyList<LatencyResult> Run(
        IReadOnlyList<LatencySubject> subjects,
        LatencyOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new();
        var baseline = Validate(subjects, options);

        if (options.WarmupRuns > 0)
        {
            foreach (var subject in subjects)
            {
                subject.Session.TimeMilliseconds(options.WarmupRuns, cancellationToken);
            }
        }

        var times = subjects.Select(_ => new List<double>(options.Runs)).ToArray();
        for (var done = 0; done < options.Runs; done += options.RunsPerTurn)
        {
            var turn = Math.Min(options.RunsPerTurn, options.Runs - done);
            for (var i = 0; i < times.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                times[i].AddRange(subjects[i].Session.TimeMilliseconds(turn + 1, cancellationToken).Skip(1));
            }
        }

        return Summarize(subjects, times, baseline);
    }

    private static int Validate(IReadOnlyList<LatencySubject> subjects, LatencyOptions options)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        ArgumentOutOfRangeException.ThrowIfNegative(options.WarmupRuns);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Runs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RunsPerTurn, 1);
        var names = subjects.Select(subject => subject.Name).ToList();
        if (names.Count == 0 || names.Distinct().Count() != names.Count)
        {
            throw new ArgumentException(
                $"Subjects need different names, and at least one is needed; got [{string.Join(", ", names)}].",
                nameof(subjects));
        }

        var baseline = options.Baseline is null ? 0 : names.IndexOf(options.Baseline);
        return baseline >= 0
            ? baseline
            : throw new ArgumentException(
                $"The baseline '{options.Baseline}' is not one of [{string.Join(", ", names)}].", nameof(options));
    }

    private static LatencyResult[] Summarize(
        IReadOnlyList<LatencySubject> subjects, List<double>[] times, int baseline)
    {
        foreach (var list in times)
        {
            list.Sort();
        }

        var reference = Quantile(times[baseline], 0.5);
        return [.. subjects.Select((subject, i) => new LatencyResult(
            subject.Name,
            subject.Session.RuntimeName,
            times[i].Count,
            Quantile(times[i], 0.5),
            Quantile(times[i], 0.9),
            times[i][0],
            reference / Quantile(times[i], 0.5)))];
    }

    // Linear interpolation between the two neighbouring runs.
    private static double Quantile(List<double> sorted, double share)
    {
        var position = share * (sorted.Count - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
