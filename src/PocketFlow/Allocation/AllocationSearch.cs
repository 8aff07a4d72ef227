using System.Text.Json;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Reports;
using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>Searches each layer's level within a budget: asks a study for trials and measures their candidates.</summary>
internal sealed class AllocationSearch : IDisposable
{
    internal const string SensitivityKey = "sensitivity";
    private const string ParametrizationKey = "parametrization";
    private const string LatencyKey = "latency";
    private readonly IAllocationProblem _problem;
    private readonly SearchSettings _settings;
    private readonly LearnerContext _context;
    private readonly CandidateScorer _scorer;
    private readonly CandidateMeasurement _measurement;
    private readonly LatencyProbe? _latency;
    private readonly LatencyProbe? _ownProbe;
    private readonly Budget _budget;
    private readonly BudgetKind _proxy;

    /// <summary>Prepares what all trials share, and checks that the budget can be met.</summary>
    /// <param name="problem">The layers; stays the caller's.</param>
    /// <param name="scorer">Measures candidates.</param>
    /// <param name="settings">How to search.</param>
    /// <param name="model">The model before the learner.</param>
    /// <param name="context">Data, task, device.</param>
    /// <param name="learner">Makes the learner, for trials that fine-tune.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <param name="known">Candidates that were measured before, by the JSON of their levels; receives new ones.</param>
    /// <param name="probe">Measures latencies, and stays the caller's; null for one of its own, where it is needed.</param>
    /// <exception cref="BudgetInfeasibleException">No candidate meets the budget.</exception>
    public AllocationSearch(
        IAllocationProblem problem, CandidateScorer scorer, SearchSettings settings, Model model, LearnerContext context,
        Func<object, ILearner> learner, CancellationToken cancellationToken,
        IDictionary<string, CandidateScore>? known = null, LatencyProbe? probe = null)
    {
        (_problem, _scorer, _settings, _context) = (problem, scorer, settings, context);
        _budget = settings.BudgetOf(problem);
        _proxy = problem.Unit == "bits" ? BudgetKind.AverageBits : BudgetKind.Macs;
        if (_budget.Kind == BudgetKind.Latency)
        {
            _ownProbe = probe is null ? new LatencyProbe(problem.Original, settings.Runtime) : null;
            _latency = probe ?? _ownProbe;
            RequireReachable(_latency!, cancellationToken);
        }
        else
        {
            _ = new SearchStarts(problem, _budget).Uniform; // throws where no candidate meets the budget
        }

        _measurement = new CandidateMeasurement(
            problem, scorer, _latency,
            settings.Epochs > 0 ? new TrialFineTuning(problem, model, context, learner, settings.Epochs) : null,
            known ?? new Dictionary<string, CandidateScore>(StringComparer.Ordinal));
    }

    private bool IsMaximized => _settings.Objective == "metric" && _context.Task.Metric.IsLargerBetter;

    /// <summary>Makes the sampler that the settings name; <see cref="Run"/> tells it what candidates are.</summary>
    public SamplerChoice ChooseSampler() => new(_settings, _problem, _budget);

    /// <summary>Creates the study, or opens the one that has its name.</summary>
    /// <param name="storage">Keeps the study.</param>
    /// <param name="choice">Proposes candidates.</param>
    /// <param name="identity">What the study is about.</param>
    /// <exception cref="StudyException">The study is about something else.</exception>
    public Study Open(IStudyStorage storage, SamplerChoice choice, IReadOnlyDictionary<string, string> identity) =>
        Study.CreateOrOpen(storage, _settings.Study, new StudyOptions
        {
            Sampler = choice.Sampler,
            Pruner = PrunerRegistry.Default.Create(_settings.Pruner),
            Directions = [IsMaximized ? StudyDirection.Maximize : StudyDirection.Minimize],
            Seed = _context.Seed,
            Identity = identity,
        });

    /// <summary>Runs trials until the study has as many as the settings say, alone or beside other workers.</summary>
    /// <param name="study">The study.</param>
    /// <param name="choice">The sampler that it was opened with.</param>
    /// <param name="listener">Told of each trial; null for silence.</param>
    /// <param name="cancellationToken">Ends the search; the same call goes on with it.</param>
    public SearchResult Run(
        Study study, SamplerChoice choice, IProgress<StudyEvent>? listener, CancellationToken cancellationToken)
    {
        var starts = new SearchStarts(_problem, Countable(study, cancellationToken));
        LayerSensitivity[] sensitivities = Sensitivities(study, cancellationToken);
        int[] heuristic = starts.Heuristic(sensitivities);
        CandidateSpace space = SpaceFor(study, heuristic);
        choice.Sampler.Candidates = space;
        if (study.Trials.Count == 0)
        {
            starts.Enqueue(study, space, heuristic);
        }

        _measurement.Remember(study);
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
        int[] levels = space.Levels(BestOf(study).Parameters);
        return Result(
            study, levels, LayerChoices.Of(_problem, levels, starts.Uniform, sensitivities), progress.Last);
    }

    public void Dispose() => _ownProbe?.Dispose();

    private TrialResult Evaluate(
        Trial trial, int[] levels, StudyProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            CandidateScore score = _measurement.Of(trial, levels, progress, cancellationToken);
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

    /// <summary>Measured once for a study; all of its workers use the same.</summary>
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

    /// <summary>The budget, or what stands for a latency until it is measured; a study that goes on keeps what it began with.
    /// </summary>
    private Budget Countable(Study study, CancellationToken cancellationToken)
    {
        if (_latency is null)
        {
            return _budget;
        }

        if (study.Attributes.TryGetValue(LatencyKey, out string? json))
        {
            double[] stored = JsonSerializer.Deserialize(json, AllocationJson.Default.DoubleArray)!;
            _latency.Original = stored[0];
            return new Budget(_proxy, stored[1]);
        }

        _context.Enter("search: measure latencies");
        Budget budget = LatencyProxy.Find(_problem, _proxy, _latency, _budget.Limit, cancellationToken);
        double[] begun = [_latency.Original, budget.Limit];
        study.SetAttribute(LatencyKey, JsonSerializer.Serialize(begun, AllocationJson.Default.DoubleArray));
        return budget;
    }

    /// <summary>What is searched: what the settings name, else what was chosen when the study began.</summary>
    private CandidateSpace SpaceFor(Study study, int[] heuristic)
    {
        double[] positions = [.. heuristic.Select((l, i) => _problem.Layers[i].PositionOf(l))];
        string? name = _settings.IsLayerwise ? "per-layer"
            : _settings.Parametrization
            ?? (study.Attributes.TryGetValue(ParametrizationKey, out string? json)
                ? JsonSerializer.Deserialize(json, AllocationJson.Default.String)
                : null);
        var parametrization = Parametrization.Choose(name, _problem.Layers, positions, _settings.Trials);
        study.SetAttribute(
            ParametrizationKey, JsonSerializer.Serialize(parametrization.Name, AllocationJson.Default.String));
        return new CandidateSpace(_problem, parametrization, _budget, _proxy);
    }

    private void RequireReachable(LatencyProbe latency, CancellationToken cancellationToken)
    {
        int[] least = new int[_problem.Layers.Count];
        double fastest = latency.Measure(
            CandidateMeasurement.KeyOf(least), () => _problem.Build(least, cancellationToken));
        if (fastest > _budget.Limit)
        {
            Dispose();
            throw new BudgetInfeasibleException(_budget, fastest);
        }
    }

    private static TrialRecord BestOf(Study study) => study.Best ?? throw new StudyException(
        $"no trial of study '{study.Name}' met the target; {study.Trials.Count} were tried. Ask for less, or allow more "
        + "trials.");

    private SearchResult Result(Study study, int[] levels, LayerChoice[] layers, StudyEvent last)
    {
        TrialRecord best = BestOf(study);
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
}
