using System.Text.Json;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Reports;
using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>Searches each layer's level within a budget: asks a study for trials, makes and measures the candidates.</summary>
internal sealed class AllocationSearch : IDisposable
{
    internal const string SensitivityKey = "sensitivity";
    private const string LevelsKey = "levels";
    private const string ScoreKey = "score";
    private readonly IAllocationProblem _problem;
    private readonly SearchSettings _settings;
    private readonly LearnerContext _context;
    private readonly Budget _budget;
    private readonly CandidateScorer _scorer;
    private readonly LatencyProbe? _latency;
    private readonly Func<object, ILearner> _learner;
    private readonly Model _model;
    private readonly IDictionary<string, CandidateScore> _known;

    /// <summary>Prepares what all trials share, and checks that the budget can be met.</summary>
    /// <param name="problem">The layers; stays the caller's.</param>
    /// <param name="scorer">Measures candidates.</param>
    /// <param name="settings">How to search.</param>
    /// <param name="model">The model before the learner.</param>
    /// <param name="context">Data, task, device.</param>
    /// <param name="learner">Makes the learner, for trials that fine-tune.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <param name="known">Candidates that were measured before, by the JSON of their levels; receives new ones.</param>
    /// <exception cref="BudgetInfeasibleException">No candidate meets the budget.</exception>
    public AllocationSearch(
        IAllocationProblem problem, CandidateScorer scorer, SearchSettings settings, Model model, LearnerContext context,
        Func<object, ILearner> learner, CancellationToken cancellationToken,
        IDictionary<string, CandidateScore>? known = null)
    {
        _known = known ?? new Dictionary<string, CandidateScore>(StringComparer.Ordinal);
        (_problem, _scorer, _settings, _context, _learner, _model) = (problem, scorer, settings, context, learner, model);
        _budget = settings.BudgetOf(problem);
        if (_budget.Kind == BudgetKind.Latency)
        {
            _latency = new LatencyProbe(problem.Original, settings.Runtime);
            RequireReachable(cancellationToken);
        }
        else
        {
            new BudgetProjection(problem, _budget).Project(Middle);
        }
    }

    private double[] Middle => [.. _problem.Layers.Select(_ => 0.5)];

    private bool IsMaximized => _settings.Objective == "metric" && _context.Task.Metric.IsLargerBetter;

    /// <summary>Makes the sampler that the settings name.</summary>
    public SamplerChoice ChooseSampler() => new(_settings, _problem, _budget);

    /// <summary>Creates the study, or opens the one that has its name.</summary>
    /// <param name="storage">Keeps the study.</param>
    /// <param name="sampler">Proposes candidates.</param>
    /// <param name="identity">What the study is about.</param>
    /// <exception cref="StudyException">The study is about something else.</exception>
    public Study Open(IStudyStorage storage, ISampler sampler, IReadOnlyDictionary<string, string> identity) =>
        Study.CreateOrOpen(storage, _settings.Study, new StudyOptions
        {
            Sampler = sampler,
            Pruner = PrunerRegistry.Default.Create(_settings.Pruner),
            Directions = [IsMaximized ? StudyDirection.Maximize : StudyDirection.Minimize],
            Seed = _context.Seed,
            Identity = identity,
        });

    /// <summary>Runs trials until the study has as many as the settings say, alone or beside other workers.</summary>
    /// <param name="study">The study.</param>
    /// <param name="listener">Told of each trial; null for silence.</param>
    /// <param name="cancellationToken">Ends the search; the same call goes on with it.</param>
    public SearchResult Run(Study study, IProgress<StudyEvent>? listener, CancellationToken cancellationToken)
    {
        LayerSensitivity[] sensitivities = Sensitivities(study, cancellationToken);
        int[] heuristic = Heuristic(sensitivities);
        CandidateSpace space = SpaceFor(heuristic);
        if (study.Trials.Count == 0)
        {
            EnqueueStarts(study, space, heuristic);
        }

        Remember(study);
        var progress = new StudyProgress(study, _settings.Trials, listener);
        progress.Start();
        var worker = new StudyWorker(study, new WorkerOptions
        {
            // A candidate that can't be made is no bad candidate but a fault to be seen.
            EndsWorker = _ => true,
            Told = progress.End,
        });
        worker.Run(
            space.Space,
            (trial, token) =>
            {
                progress.Begin(trial);
                return Evaluate(trial, space.Levels(trial.Parameters), progress, token);
            },
            _settings.Trials, cancellationToken);
        progress.Finish();
        return Result(study, space, sensitivities, progress.Last);
    }

    public void Dispose() => _latency?.Dispose();

    private TrialResult Evaluate(
        Trial trial, int[] levels, StudyProgress progress, CancellationToken cancellationToken)
    {
        string key = JsonSerializer.Serialize(levels, AllocationJson.Default.Int32Array);
        trial.SetAttribute(LevelsKey, key);
        try
        {
            // Different parameters often mean the same candidate.
            if (!_known.TryGetValue(key, out CandidateScore? score))
            {
                _known[key] = score = Measure(trial, key, levels, progress, cancellationToken);
            }

            trial.SetAttribute(ScoreKey, JsonSerializer.Serialize(score, AllocationJson.Default.CandidateScore));
            if (score.Milliseconds is { } milliseconds)
            {
                trial.SetConstraints(milliseconds - _budget.Limit);
            }

            return TrialResult.Completed(_settings.Objective == "metric" ? score.Metric : score.Distance);
        }
        catch (TrialPrunedException)
        {
            return TrialResult.Pruned;
        }
    }

    private CandidateScore Measure(
        Trial trial, string key, int[] levels, StudyProgress progress, CancellationToken cancellationToken)
    {
        if (_settings.Epochs > 0)
        {
            return FineTuned(trial, levels, progress, cancellationToken);
        }

        Model model = _problem.Build(levels, cancellationToken);
        CandidateScore score = _scorer.Score(model, cancellationToken);
        return score with { Milliseconds = _latency?.Measure(key, () => model) };
    }

    /// <summary>What trials of an earlier run measured is not measured again.</summary>
    private void Remember(Study study)
    {
        foreach (TrialRecord trial in study.Trials.Where(t => t.State == TrialState.Completed))
        {
            if (trial.Attributes.TryGetValue(LevelsKey, out string? key)
                && trial.Attributes.TryGetValue(ScoreKey, out string? score))
            {
                _known[key] = JsonSerializer.Deserialize(score, AllocationJson.Default.CandidateScore)!;
            }
        }
    }

    private CandidateScore FineTuned(
        Trial trial, int[] levels, StudyProgress progress, CancellationToken cancellationToken)
    {
        var reports = new EpochReports(trial, progress);
        LearnerContext context = _context with { CheckpointDirectory = null, Progress = reports };
        LearnerResult result = _learner(_problem.OptionsFor(levels, _settings.Epochs))
            .Compress(_model, context, cancellationToken);
        CandidateScore score = _scorer.Score(result.Model, cancellationToken);
        return score with { Milliseconds = _latency?.Measure(string.Join(' ', levels), () => result.Model) };
    }

    private LayerSensitivity[] Sensitivities(Study study, CancellationToken cancellationToken)
    {
        if (study.Attributes.TryGetValue(SensitivityKey, out string? json))
        {
            return JsonSerializer.Deserialize(json, AllocationJson.Default.LayerSensitivityArray)!;
        }

        const string phase = "search: measure the layers' sensitivity";
        _context.Enter(phase);
        LayerSensitivity[] all = [.. SensitivityAnalysis.Measure(
            _problem, _scorer, share => _context.Report(phase, share), cancellationToken)];
        study.SetAttribute(SensitivityKey, JsonSerializer.Serialize(all, AllocationJson.Default.LayerSensitivityArray));
        return all;
    }

    /// <summary>The budget that stands for a latency until it is measured.</summary>
    private BudgetKind Proxy => _problem.Unit == "bits" ? BudgetKind.AverageBits : BudgetKind.Macs;

    /// <summary>The cost of the whole model in what stands for the budget.</summary>
    private Budget ProxyBudget => _budget.Kind != BudgetKind.Latency
        ? _budget
        : new Budget(Proxy, _problem.Cost(Proxy, Whole) * _budget.Limit / _latency!.Original);

    private int[] Whole => [.. _problem.Layers.Select(l => l.Levels.Count - 1)];

    private int[] Heuristic(IReadOnlyList<LayerSensitivity> sensitivities)
    {
        Budget budget = ProxyBudget;
        double least = _problem.Cost(budget.Kind, new int[_problem.Layers.Count]);
        return SensitivityAnalysis.Allocate(
            _problem, budget with { Limit = Math.Max(budget.Limit, least) }, sensitivities);
    }

    private CandidateSpace SpaceFor(int[] heuristic)
    {
        double[] positions = [.. heuristic.Select((l, i) => _problem.Layers[i].PositionOf(l))];
        string? name = _settings.Sampler == "ddpg" ? "per-layer" : _settings.Parametrization;
        var parametrization = Parametrization.Choose(name, _problem.Layers, positions, _settings.Trials);
        return new CandidateSpace(_problem, parametrization, _budget, Proxy);
    }

    /// <summary>Uniform, the sensitivity heuristic and the learner's own rule: the search is never worse than these.</summary>
    private void EnqueueStarts(Study study, CandidateSpace space, int[] heuristic)
    {
        Budget budget = ProxyBudget;
        int[] uniform = new BudgetProjection(_problem, budget).Project(Middle);
        foreach ((string name, int[]? levels) in new[]
        {
            ("uniform", uniform), ("sensitivity heuristic", heuristic), ("the learner's own rule", _problem.OwnChoice(budget)),
        })
        {
            if (levels is not null)
            {
                study.Enqueue(space.Space, space.ParametersOf(levels), name);
            }
        }
    }

    private void RequireReachable(CancellationToken cancellationToken)
    {
        int[] least = new int[_problem.Layers.Count];
        double fastest = _latency!.Measure("least", () => _problem.Build(least, cancellationToken));
        if (fastest > _budget.Limit)
        {
            throw new BudgetInfeasibleException(_budget, fastest);
        }
    }

    private SearchResult Result(
        Study study, CandidateSpace space, IReadOnlyList<LayerSensitivity> sensitivities, StudyEvent last)
    {
        TrialRecord best = study.Best ?? throw new StudyException(
            $"no trial of study '{study.Name}' met the target; {study.Trials.Count} were tried. Ask for less, or allow more "
            + "trials.");
        int[] levels = space.Levels(best.Parameters);
        int[] uniform = new BudgetProjection(_problem, ProxyBudget).Project(Middle);
        LayerChoice[] layers = [.. _problem.Layers.Select((_, i) => Describe(i, levels[i], uniform[i], sensitivities))];
        return new SearchResult
        {
            Options = _problem.OptionsFor(levels), Best = best, History = study.History, Layers = layers,
            Summary =
            [
                FormattableString.Invariant(
                    $"search: {_settings.Sampler}, {study.Trials.Count} trials, best is trial {best.Number} ")
                    + FormattableString.Invariant($"with {_settings.Objective} {best.Value:0.####}, ")
                    + FormattableString.Invariant($"{last.Overhead / last.Elapsed:P1} of the time outside of trials"),
                .. layers.Where(l => l.Kept < 1).Select(l => $"search: {l.Layer} {l.Before} -> {l.After}: {l.Reason}"),
            ],
        };
    }

    private LayerChoice Describe(int index, int level, int uniform, IReadOnlyList<LayerSensitivity> sensitivities)
    {
        AllocatedLayer layer = _problem.Layers[index];
        double Worst(LayerSensitivity s) => s.Points.Count == 0 ? 0 : s.Points.Max(p => p.Distance);
        int rank = sensitivities.Count(s => Worst(s) > Worst(sensitivities[index])) + 1;
        string compared = level > uniform ? "more than" : level < uniform ? "less than" : "as";
        return new LayerChoice(
            layer.Name,
            FormattableString.Invariant($"{layer.Levels[^1]} {_problem.Unit}"),
            FormattableString.Invariant($"{layer.Levels[level]} {_problem.Unit}"),
            layer.Levels[level] / layer.Levels[^1],
            Worst(sensitivities[index]),
            FormattableString.Invariant($"{compared} uniform ({layer.Levels[uniform]}), ")
                + FormattableString.Invariant($"sensitivity rank {rank} of {sensitivities.Count}"));
    }

    /// <summary>Ends a trial that its pruner gave up.</summary>
    private sealed class TrialPrunedException : Exception;

    /// <summary>Reports each epoch of a trial's training, and ends it when the pruner advises to.</summary>
    private sealed class EpochReports(Trial trial, StudyProgress progress) : IProgress<LearnerProgress>
    {
        public void Report(LearnerProgress value)
        {
            if (value.Training is not { ValidationMetric: { } metric } training)
            {
                return;
            }

            trial.Report(training.Epoch, metric);
            progress.Report(training.Epoch, metric);
            if (trial.ShouldPrune)
            {
                throw new TrialPrunedException();
            }
        }
    }
}
