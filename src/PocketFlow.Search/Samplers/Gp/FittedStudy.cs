namespace PocketFlow.Search;

/// <summary>What Gaussian processes make of a study's history in a space.</summary>
/// <param name="Space">The space.</param>
/// <param name="Acquisition">What the next trial should have most of; null while there are too few trials.</param>
/// <param name="Incumbents">The best points so far.</param>
/// <param name="Taken">Points of all trials that did not fail.</param>
internal sealed record FittedStudy(
    SearchSpace Space, Acquisition? Acquisition, double[][] Incumbents, double[][] Taken)
{
    private const int FrontIncumbents = 5;

    /// <summary>Fits the trials that have all parameters of a space.</summary>
    public static FittedStudy Of(StudyHistory history, SearchSpace space, UnitCube cube, int leastTrials, SurrogateFit fit)
    {
        var points = new List<(TrialRecord Trial, double[] Point)>();
        foreach (TrialRecord trial in history.Trials)
        {
            if (trial.State != TrialState.Failed && cube.PointOf(trial.Parameters) is { } point)
            {
                points.Add((trial, point));
            }
        }

        (TrialRecord Trial, double[] Point)[] done = [.. points.Where(p => p.Trial.State == TrialState.Completed)];
        double[][] running = [.. points
            .Where(p => p.Trial.State is TrialState.Running or TrialState.Waiting).Select(p => p.Point)];
        double[][] taken = [.. points.Select(p => p.Point)];
        if (done.Length < Math.Max(1, leastTrials))
        {
            return new(space, null, [], taken);
        }

        double[][] losses = [.. done.Select(d => history.Losses(d.Trial))];
        var observed = new Observed([.. done.Select(d => d.Trial)], [.. done.Select(d => d.Point)], losses);
        return new(space, observed.Acquisition(cube.IsCategorical, running, fit),
            observed.Incumbents(FrontIncumbents), taken);
    }

    /// <summary>The completed trials.</summary>
    private sealed record Observed(TrialRecord[] Trials, double[][] Points, double[][] Losses)
    {
        private int[] Feasible => [.. Enumerable.Range(0, Trials.Length).Where(i => Trials[i].IsFeasible)];

        public Acquisition Acquisition(bool[] isCategorical, double[][] running, SurrogateFit fit)
        {
            var terms = new List<(IUtility, GaussianProcess[])>();
            int constraints = Trials.Max(t => t.Constraints.Count);
            if (constraints > 0)
            {
                int[] told = [.. Enumerable.Range(0, Trials.Length).Where(i => Trials[i].Constraints.Count == constraints)];
                Surrogate[] limits = [.. Enumerable.Range(0, constraints).Select(c => fit.Of(new(
                    [.. told.Select(i => Points[i])], [.. told.Select(i => Trials[i].Constraints[c])], isCategorical,
                    false)).Believing(running))];
                terms.Add((new FeasibilityProbability([.. limits.Select(l => -l.Mean / l.Deviation)]),
                    [.. limits.Select(l => l.Process)]));
            }

            if (Feasible.Length > 0)
            {
                // First, as its length-scales guide the search.
                terms.Insert(0, Objective(isCategorical, running, fit));
            }

            return new Acquisition(terms);
        }

        /// <summary>The best feasible points; while there are none, the one that misses its constraints least.</summary>
        public double[][] Incumbents(int count)
        {
            if (Feasible.Length == 0)
            {
                return [Points[Enumerable.Range(0, Trials.Length).MinBy(i => Trials[i].Violation)]];
            }

            double[][] front = DominatedSpace.Front([.. Feasible.Select(i => Losses[i])]);
            return [.. Feasible.Where(i => front.Contains(Losses[i])).Take(count).Select(i => Points[i])];
        }

        private (IUtility, GaussianProcess[]) Objective(bool[] isCategorical, double[][] running, SurrogateFit fit)
        {
            Surrogate[] objectives = [.. Enumerable.Range(0, Losses[0].Length).Select(k => fit.Of(new(
                Points, [.. Losses.Select(l => l[k])], isCategorical, Losses[0].Length == 1)).Believing(running))];
            GaussianProcess[] processes = [.. objectives.Select(o => o.Process)];
            int[] known = [.. Feasible, .. Enumerable.Range(Trials.Length, running.Length)];
            if (processes.Length == 1)
            {
                return (new ExpectedImprovement(known.Min(i => processes[0].Values[i])), processes);
            }

            double[][] losses = [.. known.Select(i => processes.Select(p => p.Values[i]).ToArray())];
            return (new HypervolumeImprovement(
                DominatedSpace.Complement(losses, DominatedSpace.Reference(losses))), processes);
        }
    }
}
