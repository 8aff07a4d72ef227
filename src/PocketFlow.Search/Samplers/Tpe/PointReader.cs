using System.Runtime.CompilerServices;

namespace PocketFlow.Search;

/// <summary>Reads the points of trials in a space. The record of a trial never changes, so that each is read once.</summary>
/// <remarks>Threads may share it.</remarks>
/// <param name="space">What a point has values of.</param>
internal sealed class PointReader(SearchSpace space)
{
    private readonly KeyValuePair<string, Distribution>[] _parameters = [.. space];
    private readonly List<(TrialRecord? Trial, double[]? Point)> _known = []; // by number

    /// <summary>Whether it reads the points of a space.</summary>
    public bool IsOf(SearchSpace other)
    {
        int position = 0;
        foreach ((string name, Distribution distribution) in other)
        {
            if (position == _parameters.Length || _parameters[position].Key != name
                || !_parameters[position].Value.Equals(distribution))
            {
                return false;
            }

            position++;
        }

        return position == _parameters.Length;
    }

    /// <summary>The finished and the running trials that have all parameters, and their points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (List<TrialRecord> Trials, List<double[]> Points) Read(StudyHistory history)
    {
        var trials = new List<TrialRecord>(history.Trials.Count);
        var points = new List<double[]>(history.Trials.Count);
        lock (_known)
        {
            foreach (TrialRecord trial in history.Trials)
            {
                if ((TrialSplit.IsTold(trial) || trial.State == TrialState.Running) && Known(trial) is { } point)
                {
                    trials.Add(trial);
                    points.Add(point);
                }
            }
        }

        return (trials, points);
    }

    private double[]? Known(TrialRecord trial)
    {
        while (_known.Count <= trial.Number)
        {
            _known.Add((null, null));
        }

        if (!ReferenceEquals(_known[trial.Number].Trial, trial))
        {
            _known[trial.Number] = (trial, PointOf(trial));
        }

        return _known[trial.Number].Point;
    }

    /// <summary>The values in the order of the space; null where the trial lacks one, or one is beyond present bounds.</summary>
    private double[]? PointOf(TrialRecord trial)
    {
        var point = new double[_parameters.Length];
        for (int i = 0; i < point.Length; i++)
        {
            (string name, Distribution distribution) = _parameters[i];
            if (!trial.Parameters.TryGetValue(name, out point[i]) || !distribution.Contains(point[i]))
            {
                return null;
            }
        }

        return point;
    }
}
