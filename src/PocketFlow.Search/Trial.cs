using System.Text.Json;

namespace PocketFlow.Search;

/// <summary>A trial that this worker evaluates.</summary>
public sealed class Trial
{
    private readonly Study _study;
    private readonly Dictionary<string, double> _values;
    private readonly Dictionary<string, Distribution> _distributions;
    private readonly Dictionary<int, double> _reports = [];
    private readonly TrialRecord _start;
    private Dictionary<string, double> _proposed = [];
    private SearchSpace _proposedSpace = SearchSpace.Empty;

    internal Trial(Study study, TrialRecord start)
    {
        (_study, _start) = (study, start);
        _values = new(start.Parameters, StringComparer.Ordinal);
        _distributions = new(start.Distributions, StringComparer.Ordinal);
        Claim = new TrialClaim(start.Id, study.Options.Worker);
    }

    /// <summary>Position in the study, from 0.</summary>
    public int Number => _start.Number;

    /// <summary>The values chosen so far; a category is its index.</summary>
    public IReadOnlyDictionary<string, double> Parameters => _values;

    /// <summary>The earlier trial with the same parameters where that was found to be completed; null else. In a
    /// deterministic study its values can be told without evaluating.</summary>
    public TrialRecord? Duplicate { get; private set; }

    /// <summary>Whether the study's pruner advises to end the trial.</summary>
    public bool ShouldPrune => _reports.Count > 0
        && _study.Options.Pruner.ShouldPrune(_study.History, _start with
        {
            State = TrialState.Running, Parameters = _values, Distributions = _distributions, IntermediateValues = _reports,
        });

    internal TrialClaim Claim { get; }

    /// <summary>The value of a parameter: the one chosen when the trial began, or one chosen now.</summary>
    /// <exception cref="ArgumentException">The trial has a value that the distribution does not hold.</exception>
    public double Suggest(string name, Distribution distribution)
    {
        if (_values.TryGetValue(name, out double value))
        {
            return distribution.Contains(value)
                ? value
                : throw new ArgumentException(FormattableString.Invariant(
                    $"found the value {value} of '{name}' in trial {Number}; expected {distribution}."));
        }

        StudyHistory history = Others;
        DistributionKind.Require(history, name, distribution);
        var space = new SearchSpace { { name, distribution } };
        TakeFixed(space);
        if (_values.TryGetValue(name, out value))
        {
            return value;
        }

        Dictionary<string, string> attributes = [];
        value = _proposedSpace.Contains(name) && _proposedSpace[name].Equals(distribution) ? _proposed[name]
            : distribution.IsSingle ? distribution.FromUnit(0.5)
            : ChooseAlone(space, out attributes);
        Store(space, new Dictionary<string, double> { [name] = value }, attributes);
        return value;
    }

    /// <summary>A real number; see <see cref="FloatDistribution"/>.</summary>
    public double SuggestFloat(string name, double low, double high, double? step = null, bool isLog = false) =>
        Suggest(name, new FloatDistribution(low, high, step, isLog));

    /// <summary>A whole number; see <see cref="IntegerDistribution"/>.</summary>
    public long SuggestInteger(string name, long low, long high, long step = 1, bool isLog = false) =>
        (long)Suggest(name, new IntegerDistribution(low, high, step, isLog));

    /// <summary>A category; see <see cref="CategoricalDistribution"/>.</summary>
    public object? SuggestCategory(string name, params IReadOnlyList<object?> choices)
    {
        var distribution = new CategoricalDistribution(choices);
        return distribution.Describe(Suggest(name, distribution));
    }

    /// <summary>Reports a value on the way, which pruners compare.</summary>
    /// <param name="step">0 or more, for example the epoch.</param>
    /// <param name="value">The objective as it would be now.</param>
    public void Report(int step, double value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        _study.Storage.Report(Claim, step, value);
        _reports[step] = value;
    }

    /// <summary>Attaches a JSON text.</summary>
    public void SetAttribute(string key, string json) =>
        _study.Storage.SetTrialAttribute(Claim, AttributeKind.User, key, json);

    /// <summary>Sets the values of constraints; each is met at 0 or below.</summary>
    /// <exception cref="ArgumentException">A value is no number.</exception>
    public void SetConstraints(params double[] constraints) => _study.Storage.SetTrialAttribute(
        Claim, AttributeKind.System, TrialRecord.ConstraintsKey, ConstraintValues.Text(constraints));

    /// <summary>Tells the storage that this worker lives.</summary>
    public void Heartbeat() => _study.Storage.Heartbeat(Claim);

    /// <summary>Takes over what an earlier trial with the same parameters found, besides its values.</summary>
    internal void CopyFrom(TrialRecord same)
    {
        foreach ((string key, string json) in same.Attributes)
        {
            SetAttribute(key, json);
        }

        if (same.Constraints.Count > 0)
        {
            SetConstraints([.. same.Constraints]);
        }
    }

    /// <summary>Chooses what is chosen jointly.</summary>
    /// <exception cref="StudyException">The space is not the one that the study has been about.</exception>
    internal void Begin(SearchSpace? space)
    {
        StudyHistory history = Others;
        RequireFit(space ?? SearchSpace.Empty, history);
        TakeFixed(space ?? SearchSpace.Empty);
        SearchSpace joint = Open(space ?? _study.Options.Sampler.JointSpace(history));
        if (joint.Count > 0)
        {
            var choice = new PointChoice(_study.Options, history, Number, space is null ? null : _values);
            SamplingRequest request = choice.Choose(joint, out IReadOnlyDictionary<string, double> values);
            // An objective that asks for itself may not ask for all: what it leaves out is no parameter of the trial.
            (_proposed, _proposedSpace) = (new(values), joint);
            Store(joint, space is null ? new Dictionary<string, double>() : values, request.Attributes);
        }

        Duplicate = space is null ? null : PointChoice.Evaluated(history, _values);
    }

    private void RequireFit(SearchSpace space, StudyHistory history)
    {
        foreach ((string name, Distribution distribution) in space)
        {
            DistributionKind.Require(history, name, distribution);
            if (_values.TryGetValue(name, out double value) && !distribution.Contains(value))
            {
                throw new StudyException(FormattableString.Invariant($"parameter '{name}': found the value {value} in trial ")
                    + $"{Number}, which was queued before; expected {distribution}. Use another study for another space.");
            }
        }
    }

    /// <summary>Takes the values that Optuna queued without telling of which distributions they are.</summary>
    private void TakeFixed(SearchSpace space)
    {
        if (!_start.SystemAttributes.TryGetValue(StoredKeys.FixedParameters, out string? json))
        {
            return;
        }

        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(json);
        foreach ((string name, Distribution distribution) in Open(space))
        {
            if (document.RootElement.TryGetProperty(name, out JsonElement given))
            {
                values[name] = distribution.ValueOf(DistributionJson.Scalar(given)) ?? throw new ArgumentException(
                    $"found the value {given} of '{name}' in queued trial {Number}; expected {distribution}.");
            }
        }

        if (values.Count > 0)
        {
            Store(space, values, []);
        }
    }

    private StudyHistory Others
    {
        get
        {
            StudyHistory history = _study.History;
            return history with { Trials = [.. history.Trials.Where(t => t.Number != Number)] };
        }
    }

    private double ChooseAlone(SearchSpace space, out Dictionary<string, string> attributes)
    {
        var request = new SamplingRequest(Others, Number, space) { Given = _values };
        attributes = request.Attributes;
        return _study.Options.Sampler.SampleIndependently(request);
    }

    /// <summary>The parameters without a value yet.</summary>
    private SearchSpace Open(SearchSpace space)
    {
        var open = new SearchSpace();
        foreach ((string name, Distribution distribution) in space)
        {
            if (!_values.ContainsKey(name))
            {
                open.Add(name, distribution);
            }
        }

        return open;
    }

    private void Store(
        SearchSpace space, IReadOnlyDictionary<string, double> values, Dictionary<string, string> attributes)
    {
        var distributions = values.Keys.ToDictionary(n => n, n => space[n], StringComparer.Ordinal);
        foreach ((string key, string json) in attributes)
        {
            _study.Storage.SetTrialAttribute(Claim, AttributeKind.System, key, json);
        }

        if (values.Count > 0)
        {
            _study.Storage.SetParameters(Claim, values, distributions);
        }

        foreach ((string name, double value) in values)
        {
            (_values[name], _distributions[name]) = (value, distributions[name]);
        }
    }
}
