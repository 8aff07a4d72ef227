using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>Draws a point that was not evaluated before, as far as there is one.</summary>
/// <param name="options">Of the study.</param>
/// <param name="history">Everything but the trial.</param>
/// <param name="number">The trial.</param>
/// <param name="given">Values that the trial has already; null where the space is not all of the trial.</param>
internal sealed class PointChoice(
    StudyOptions options, StudyHistory history, int number, IReadOnlyDictionary<string, double>? given)
{
    /// <summary>Larger spaces are not listed to find unseen points.</summary>
    private const long ListedPoints = 100_000;

    /// <summary>The completed trial with exactly these parameters; null when there is none.</summary>
    public static TrialRecord? Evaluated(StudyHistory history, IReadOnlyDictionary<string, double> values)
    {
        KeyValuePair<string, double>[] point = [.. values];
        return history.Trials.FirstOrDefault(t => t.State == TrialState.Completed && IsSame(t.Parameters, point));
    }

    public SamplingRequest Choose(SearchSpace space, out IReadOnlyDictionary<string, double> values)
    {
        bool avoids = given is not null && options.IsDeterministic && space.All(p => p.Value.Count is not null);
        for (int attempt = 0; ; attempt++)
        {
            var request = new SamplingRequest(history, number, space, attempt);
            values = options.Sampler.Sample(request);
            if (!avoids || !IsTaken(values))
            {
                return request;
            }

            if (attempt + 1 >= options.Attempts)
            {
                values = Unseen(space) ?? values;
                return request;
            }
        }
    }

    private bool IsTaken(IReadOnlyDictionary<string, double> values)
    {
        KeyValuePair<string, double>[] all = [.. All(values)];
        return history.Trials.Any(t => t.State is not TrialState.Failed && IsSame(t.Parameters, all));
    }

    /// <summary>A random point that no trial has; null when all were seen or the space is too large to list.</summary>
    private Dictionary<string, double>? Unseen(SearchSpace space)
    {
        if (space.Points is not { } points || points > ListedPoints)
        {
            return null;
        }

        SeededRandom random = history.RandomOf(number, StableHash.Of("unseen"));
        int first = random.NextInt32((int)points);
        for (long i = 0; i < points; i++)
        {
            Dictionary<string, double> point = PointAt(space, (first + i) % points);
            if (!IsTaken(point))
            {
                return point;
            }
        }

        return null;
    }

    private static Dictionary<string, double> PointAt(SearchSpace space, long index)
    {
        var point = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, Distribution distribution) in space)
        {
            long count = distribution.Count!.Value;
            point[name] = distribution.At(index % count);
            index /= count;
        }

        return point;
    }

    private Dictionary<string, double> All(IReadOnlyDictionary<string, double> values)
    {
        var all = new Dictionary<string, double>(given!, StringComparer.Ordinal);
        foreach ((string name, double value) in values)
        {
            all[name] = value;
        }

        return all;
    }

    /// <summary>An array, since every trial of the history is compared with it.</summary>
    private static bool IsSame(IReadOnlyDictionary<string, double> parameters, KeyValuePair<string, double>[] point)
    {
        if (parameters.Count != point.Length)
        {
            return false;
        }

        foreach ((string name, double value) in point)
        {
            if (!parameters.TryGetValue(name, out double other) || other != value)
            {
                return false;
            }
        }

        return true;
    }
}
