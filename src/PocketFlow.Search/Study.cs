using System.Text.Json;

namespace PocketFlow.Search;

/// <summary>A search for the parameters with the best values: asks its sampler for trials and is told their results.</summary>
/// <remarks>Several workers may open the same study; each is a <see cref="Study"/> of its own over one storage.</remarks>
public sealed class Study
{
    internal const string SeedKey = Prefix + "seed";
    internal const string SamplerKey = Prefix + "sampler";
    private const string Prefix = "pocketflow:";
    private readonly IStudyStorage _storage;
    private readonly StudyOptions _options;
    private readonly StudyRecord _record;

    private Study(IStudyStorage storage, StudyRecord record, StudyOptions options)
    {
        (_storage, _record, _options) = (storage, record, options);
        Seed = record.SystemAttributes.TryGetValue(SeedKey, out string? json)
            ? JsonSerializer.Deserialize(json, SearchJson.Default.Int64)
            : options.Seed;
    }

    /// <summary>The study's name in its storage.</summary>
    public string Name => _record.Name;

    /// <summary>One per objective.</summary>
    public IReadOnlyList<StudyDirection> Directions => _record.Directions;

    /// <summary>Whether the same parameters always give the same value.</summary>
    public bool IsDeterministic => _options.IsDeterministic;

    /// <summary>Seed of everything random: the one that the study was created with.</summary>
    public long Seed { get; }

    /// <summary>Every trial so far, by number.</summary>
    public IReadOnlyList<TrialRecord> Trials => _storage.Trials(_record.Id);

    /// <summary>JSON texts that were attached to the study, as they are now.</summary>
    public IReadOnlyDictionary<string, string> Attributes => (_storage.FindStudy(Name) ?? throw new StudyGoneException()).Attributes;

    /// <summary>What samplers see.</summary>
    public StudyHistory History => new(Directions, Trials, Seed);

    /// <summary>The completed, feasible trial with the best value of the only objective; null while there is none.</summary>
    public TrialRecord? Best
    {
        get
        {
            StudyHistory history = History;
            return history.Trials.Where(t => t.State == TrialState.Completed && t.IsFeasible)
                .MinBy(t => history.Loss(t.Value));
        }
    }

    /// <summary>The completed, feasible trials that no other one dominates, by number.</summary>
    public IReadOnlyList<TrialRecord> ParetoFront
    {
        get
        {
            StudyHistory history = History;
            (TrialRecord Trial, double[] Losses)[] candidates = [.. history.Trials
                .Where(t => t.State == TrialState.Completed && t.IsFeasible).Select(t => (t, history.Losses(t)))];
            return [.. candidates.Where(c => !candidates.Any(o => Dominance.Dominates(o.Losses, c.Losses)))
                .Select(c => c.Trial)];
        }
    }

    /// <summary>Creates a study, or opens the one that has the name.</summary>
    /// <exception cref="StudyException">The one that exists has other directions, another sampler, or is about something
    /// else.</exception>
    public static Study CreateOrOpen(IStudyStorage storage, string name, StudyOptions options)
    {
        if (storage.FindStudy(name) is not { } record)
        {
            try
            {
                record = storage.CreateStudy(name, options.Directions, AttributesOf(options));
            }
            catch (StudyException)
            {
                // Another worker created it between both calls. No filter: it would look before the failed call has ended.
                if (storage.FindStudy(name) is not { } other)
                {
                    throw;
                }

                record = other;
            }
        }

        RequireSame(record, options);
        return new Study(storage, record, options);
    }

    /// <summary>Checks that a study, where there is one of that name, is about the same thing.</summary>
    /// <exception cref="StudyException">It is about something else.</exception>
    public static void RequireIdentity(
        IStudyStorage storage, string name, IReadOnlyDictionary<string, string> identity)
    {
        if (storage.FindStudy(name) is { } record)
        {
            RequireSame(record, IdentityAttributes(identity));
        }
    }

    /// <summary>A study in memory.</summary>
    public static Study InMemory(StudyOptions options) => CreateOrOpen(new MemoryStorage(), "study", options);

    /// <summary>Attaches a JSON text to the study.</summary>
    public void SetAttribute(string key, string json) =>
        _storage.SetStudyAttribute(_record.Id, AttributeKind.User, key, json);

    /// <summary>Starts a trial: one that waits, or a new one.</summary>
    /// <param name="space">All parameters, chosen together; null where the objective asks for each by
    /// <see cref="Trial.Suggest"/>.</param>
    /// <exception cref="StudyException">The storage fails.</exception>
    public Trial Ask(SearchSpace? space = null) => Ask(int.MaxValue, space)!;

    /// <summary>Starts a trial as <see cref="Ask(SearchSpace)"/> does, but adds none to a study that has enough.</summary>
    /// <param name="trials">How many trials the study is to have, those of all workers counted.</param>
    /// <param name="space">All parameters, or null.</param>
    /// <returns>The trial; null when none waits and the study has its trials, running ones counted.</returns>
    public Trial? Ask(int trials, SearchSpace? space = null)
    {
        // The number comes before the values, which are drawn by it: for a moment others see a trial without values.
        if (_storage.StartTrial(_record.Id, _options.Worker, trials) is not { } record)
        {
            return null;
        }

        var trial = new Trial(this, record);
        try
        {
            trial.Begin(space);
            return trial;
        }
        catch
        {
            TryRelease(trial);
            throw;
        }
    }

    /// <summary>Queues a trial with given values; the next <see cref="Ask(SearchSpace)"/> starts it. Parameters without a
    /// value are chosen then.</summary>
    /// <exception cref="ArgumentException">A value is none of its distribution.</exception>
    public void Enqueue(SearchSpace space, IReadOnlyDictionary<string, double> values, string? note = null)
    {
        foreach ((string name, double value) in values)
        {
            if (!space.Contains(name) || !space[name].Contains(value))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"found the value {value} for '{name}'; expected one of the space's."), nameof(values));
            }
        }

        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (note is not null)
        {
            attributes["note"] = JsonSerializer.Serialize(note, SearchJson.Default.String);
        }

        _storage.Enqueue(_record.Id, new TrialTemplate
        {
            Parameters = values, Distributions = values.Keys.ToDictionary(n => n, n => space[n]), Attributes = attributes,
        });
    }

    /// <summary>Ends a trial with the value of the only objective; NaN fails it.</summary>
    public void Tell(Trial trial, double value) => Tell(trial, [value]);

    /// <summary>Ends a trial with a value per objective; NaN among them fails it.</summary>
    /// <exception cref="ArgumentException">There are more or fewer values than objectives.</exception>
    /// <exception cref="TrialLostException">The trial was given to another worker.</exception>
    public void Tell(Trial trial, IReadOnlyList<double> values)
    {
        if (values.Count != Directions.Count)
        {
            throw new ArgumentException(
                $"found {values.Count} values; expected one for each of {Directions.Count} objectives.", nameof(values));
        }

        bool isNumber = !values.Any(double.IsNaN);
        _storage.Finish(trial.Claim, isNumber ? TrialState.Completed : TrialState.Failed, isNumber ? values : []);
    }

    /// <summary>Ends a trial that was not worth going on with. Its last intermediate value stands for its value.</summary>
    public void TellPruned(Trial trial) => _storage.Finish(trial.Claim, TrialState.Pruned, []);

    /// <summary>Ends a trial that has no result.</summary>
    public void TellFailed(Trial trial) => _storage.Finish(trial.Claim, TrialState.Failed, []);

    /// <summary>Puts a trial back into the queue, because this worker stops; whoever takes it finds the same parameters.
    /// </summary>
    /// <exception cref="TrialLostException">The trial was given to another worker.</exception>
    public void Release(Trial trial) => _storage.Release(trial.Claim);

    /// <summary>Takes back the trials of workers that are silent for longer than a grace period, and at once those of
    /// processes of this machine that have ended.</summary>
    /// <param name="grace">How long a worker may be silent; zero takes every running trial back.</param>
    /// <returns>Their numbers.</returns>
    public IReadOnlyList<int> Requeue(TimeSpan grace) => _storage.Requeue(
        _record.Id, (claim, silence) => silence >= grace || WorkerName.HasEnded(claim.Worker));

    /// <summary>Releases a trial where a failure is on its way up already.</summary>
    internal void TryRelease(Trial trial)
    {
        try
        {
            Release(trial);
        }
        catch (StudyException)
        {
            // The cause says more; the others take the trial back when this process has ended.
        }
    }

    internal IStudyStorage Storage => _storage;

    internal StudyOptions Options => _options;

    private static Dictionary<string, string> AttributesOf(StudyOptions options)
    {
        Dictionary<string, string> attributes = IdentityAttributes(options.Identity);
        attributes[SeedKey] = JsonSerializer.Serialize(options.Seed, SearchJson.Default.Int64);
        attributes[SamplerKey] = JsonSerializer.Serialize(options.Sampler.Name, SearchJson.Default.String);
        return attributes;
    }

    private static Dictionary<string, string> IdentityAttributes(IReadOnlyDictionary<string, string> identity) =>
        identity.ToDictionary(
            p => $"{Prefix}identity:{p.Key}", p => JsonSerializer.Serialize(p.Value, SearchJson.Default.String),
            StringComparer.Ordinal);

    /// <summary>What of a text differs from another one: options have many lines, of which a few do.</summary>
    private static string Difference(string json, string other)
    {
        string[] Lines(string text) => JsonSerializer.Deserialize(text, SearchJson.Default.String)!.Split('\n');
        return string.Join(' ', Lines(json).Except(Lines(other)).Select(l => l.Trim()));
    }

    private static void RequireSame(StudyRecord record, StudyOptions options)
    {
        if (!record.Directions.SequenceEqual(options.Directions))
        {
            throw new StudyException($"study '{record.Name}': found the directions {string.Join(", ", record.Directions)}; "
                + $"expected {string.Join(", ", options.Directions)}. Use another name for another problem.");
        }

        RequireSame(record, AttributesOf(options));
    }

    private static void RequireSame(StudyRecord record, Dictionary<string, string> attributes)
    {
        foreach ((string key, string expected) in attributes)
        {
            if (key != SeedKey && record.SystemAttributes.TryGetValue(key, out string? found) && found != expected)
            {
                string what = key[Prefix.Length..].Replace("identity:", "", StringComparison.Ordinal);
                throw new StudyException($"study '{record.Name}' was made for another {what}: found '{Difference(found, expected)}', "
                    + $"expected '{Difference(expected, found)}'. Use another study name, or what the study was made for.");
            }
        }
    }
}
