using System.Text.Json;

namespace PocketFlow.Search;

/// <summary>Keeps studies for as long as the process lives.</summary>
public sealed class MemoryStorage : IStudyStorage
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly List<StudyRecord> _studies = [];
    private readonly Dictionary<long, List<TrialRecord>> _trials = [];
    private readonly Dictionary<long, (long Study, string? Worker, DateTimeOffset Sign, int Deaths)> _claims = [];
    private long _lastId;

    /// <summary>Creates an empty storage.</summary>
    /// <param name="clock">Where times come from; null for the system's clock.</param>
    public MemoryStorage(TimeProvider? clock = null) => _clock = clock ?? TimeProvider.System;

    /// <inheritdoc/>
    public StudyRecord CreateStudy(
        string name, IReadOnlyList<StudyDirection> directions, IReadOnlyDictionary<string, string> systemAttributes)
    {
        lock (_lock)
        {
            if (_studies.Any(s => s.Name == name))
            {
                throw new StudyException($"found a study named '{name}'; expected a new name. Open it, or choose another.");
            }

            var study = new StudyRecord
            {
                Id = ++_lastId, Name = name, Directions = [.. directions],
                SystemAttributes = new Dictionary<string, string>(systemAttributes, StringComparer.Ordinal),
            };
            _studies.Add(study);
            _trials[study.Id] = [];
            return study;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<StudyRecord> Studies()
    {
        lock (_lock)
        {
            return [.. _studies.OrderBy(s => s.Name, StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc/>
    public StudyRecord? FindStudy(string name)
    {
        lock (_lock)
        {
            return _studies.Find(s => s.Name == name);
        }
    }

    /// <inheritdoc/>
    public void DeleteStudy(long studyId)
    {
        lock (_lock)
        {
            _studies.RemoveAll(s => s.Id == studyId);
            _trials.Remove(studyId);
        }
    }

    /// <inheritdoc/>
    public void SetStudyAttribute(long studyId, AttributeKind kind, string key, string json)
    {
        lock (_lock)
        {
            TrialsOf(studyId);
            int index = _studies.FindIndex(s => s.Id == studyId);
            StudyRecord study = _studies[index];
            _studies[index] = kind == AttributeKind.User
                ? study with { Attributes = With(study.Attributes, key, json) }
                : study with { SystemAttributes = With(study.SystemAttributes, key, json) };
        }
    }

    /// <inheritdoc/>
    public TrialRecord Enqueue(long studyId, TrialTemplate template)
    {
        lock (_lock)
        {
            return Add(studyId, template);
        }
    }

    /// <inheritdoc/>
    public TrialRecord? StartTrial(long studyId, string worker, int limit = int.MaxValue)
    {
        lock (_lock)
        {
            List<TrialRecord> trials = TrialsOf(studyId);
            TrialRecord? trial = trials.Find(t => t.State == TrialState.Waiting);
            if (trial is null && trials.Count >= limit)
            {
                return null;
            }

            trial ??= Add(studyId, new TrialTemplate());
            _claims[trial.Id] = _claims[trial.Id] with { Worker = worker, Sign = _clock.GetUtcNow() };
            return Replace(studyId, trial with
            {
                State = TrialState.Running, Started = Now, SystemAttributes = With(
                    trial.SystemAttributes, StoredKeys.Worker,
                    JsonSerializer.Serialize(worker, SearchJson.Default.String)),
            });
        }
    }

    /// <inheritdoc/>
    public void SetParameters(
        TrialClaim claim, IReadOnlyDictionary<string, double> values,
        IReadOnlyDictionary<string, Distribution> distributions) => Change(claim, t => t with
        {
            Parameters = With(t.Parameters, values),
            Distributions = With(t.Distributions, distributions),
        });

    /// <inheritdoc/>
    public void Report(TrialClaim claim, int step, double value) =>
        Change(claim, t => t with { IntermediateValues = With(t.IntermediateValues, step, value) });

    /// <inheritdoc/>
    public void SetTrialAttribute(TrialClaim claim, AttributeKind kind, string key, string json) =>
        Change(claim, t => kind == AttributeKind.User
            ? t with { Attributes = With(t.Attributes, key, json) }
            : t with { SystemAttributes = With(t.SystemAttributes, key, json) });

    /// <inheritdoc/>
    public void Finish(TrialClaim claim, TrialState state, IReadOnlyList<double> values) =>
        Change(claim, t => t with { State = state, Values = [.. values], Finished = Now });

    /// <inheritdoc/>
    public void Heartbeat(TrialClaim claim)
    {
        lock (_lock)
        {
            Held(claim);
            _claims[claim.TrialId] = _claims[claim.TrialId] with { Sign = _clock.GetUtcNow() };
        }
    }

    /// <inheritdoc/>
    public void Release(TrialClaim claim)
    {
        lock (_lock)
        {
            PutBack(_claims[claim.TrialId].Study, Held(claim));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> Requeue(long studyId, Func<TrialClaim, TimeSpan, bool> isDead)
    {
        lock (_lock)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            TrialRecord[] dead = [.. TrialsOf(studyId).Where(t => t.State == TrialState.Running
                && isDead(new TrialClaim(t.Id, _claims[t.Id].Worker ?? ""), now - _claims[t.Id].Sign))];
            foreach (TrialRecord trial in dead)
            {
                Bury(studyId, trial);
            }

            return [.. dead.Select(t => t.Number)];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<TrialRecord> Trials(long studyId)
    {
        lock (_lock)
        {
            return [.. TrialsOf(studyId)];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    private void Bury(long studyId, TrialRecord trial)
    {
        int deaths = (_claims[trial.Id] = _claims[trial.Id] with { Deaths = _claims[trial.Id].Deaths + 1 }).Deaths;
        if (deaths < IStudyStorage.MostDeaths)
        {
            PutBack(studyId, trial);
        }
        else
        {
            Replace(studyId, trial with { State = TrialState.Failed, Finished = Now });
        }
    }

    private void PutBack(long studyId, TrialRecord trial)
    {
        _claims[trial.Id] = _claims[trial.Id] with { Worker = null };
        var attributes = new Dictionary<string, string>(trial.SystemAttributes, StringComparer.Ordinal);
        attributes.Remove(StoredKeys.Worker);
        Replace(studyId, trial with
        {
            State = TrialState.Waiting, Started = null, SystemAttributes = attributes,
            IntermediateValues = new Dictionary<int, double>(),
        });
    }

    /// <exception cref="StudyGoneException">The study was deleted.</exception>
    private List<TrialRecord> TrialsOf(long studyId) =>
        _trials.TryGetValue(studyId, out List<TrialRecord>? trials) ? trials : throw new StudyGoneException();

    private TrialRecord Add(long studyId, TrialTemplate template)
    {
        var trial = new TrialRecord
        {
            Id = ++_lastId, Number = TrialsOf(studyId).Count, State = TrialState.Waiting,
            Parameters = template.Parameters, Distributions = template.Distributions,
            Attributes = template.Attributes, SystemAttributes = template.SystemAttributes,
        };
        _trials[studyId].Add(trial);
        _claims[trial.Id] = (studyId, null, _clock.GetUtcNow(), 0);
        return trial;
    }

    private void Change(TrialClaim claim, Func<TrialRecord, TrialRecord> change)
    {
        lock (_lock)
        {
            Replace(_claims[claim.TrialId].Study, change(Held(claim)));
        }
    }

    private TrialRecord Held(TrialClaim claim)
    {
        (long study, string? worker, _, _) = _claims[claim.TrialId];
        TrialRecord trial = TrialsOf(study).Find(t => t.Id == claim.TrialId)!;
        return trial.State == TrialState.Running && worker == claim.Worker
            ? trial
            : throw new TrialLostException(trial.Number);
    }

    private TrialRecord Replace(long studyId, TrialRecord trial)
    {
        _trials[studyId][trial.Number] = trial;
        return trial;
    }

    private static Dictionary<TKey, TValue> With<TKey, TValue>(
        IReadOnlyDictionary<TKey, TValue> map, TKey key, TValue value)
        where TKey : notnull => new(map) { [key] = value };

    private static Dictionary<string, TValue> With<TValue>(
        IReadOnlyDictionary<string, TValue> map, IReadOnlyDictionary<string, TValue> more)
    {
        var all = new Dictionary<string, TValue>(map, StringComparer.Ordinal);
        foreach ((string key, TValue value) in more)
        {
            all[key] = value;
        }

        return all;
    }
}
