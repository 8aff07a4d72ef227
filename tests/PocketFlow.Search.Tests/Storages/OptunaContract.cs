using System.Text.Json;

namespace PocketFlow.Search.Tests;

/// <summary>A storage and Optuna open each other's studies.</summary>
public abstract class OptunaContract
{
    private const string Describe = """
        def describe(t):
            return [t.number, t.state.name, [str(v) for v in t.values or []], {k: repr(v) for k, v in t.params.items()},
                {str(k): str(v) for k, v in t.intermediate_values.items()}, t.user_attrs,
                t.datetime_start is None, [str(float(c)) for c in t.system_attrs.get('constraints') or []]]
        """;

    /// <summary>The URL by which Optuna opens the storage.</summary>
    protected abstract string Url { get; }

    /// <summary>The storage, empty at first.</summary>
    protected abstract IStudyStorage Open();

    private static SearchSpace Space => new()
    {
        { "float", new FloatDistribution(-1, 1) }, { "log", new FloatDistribution(1e-5, 1, isLog: true) },
        { "step", new FloatDistribution(0, 1, 0.1) }, { "int", new IntegerDistribution(1, 9, 2) },
        { "intlog", new IntegerDistribution(1, 100, isLog: true) },
        { "category", new CategoricalDistribution("ä\"", null, true, 1.5, 3) },
    };

    private const string Suggest = """
        def suggest(t):
            x = t.suggest_float('float', -1, 1); t.suggest_float('log', 1e-5, 1, log=True)
            t.suggest_float('step', 0, 1, step=0.1); t.suggest_int('int', 1, 9, step=2)
            t.suggest_int('intlog', 1, 100, log=True); t.suggest_categorical('category', ['ä"', None, True, 1.5, 3])
            return x
        """;

    [OptunaFact]
    public void Optuna_OpensOurStudy_ReadsItAndGoesOn()
    {
        using IStudyStorage storage = Open();
        Study study = Study.CreateOrOpen(storage, "s", new StudyOptions { Seed = 1 });
        for (int i = 0; i < 6; i++)
        {
            Trial trial = study.Ask(Space);
            trial.Report(0, double.NaN);
            trial.Report(1, double.NegativeInfinity);
            trial.Report(2, 0.1);
            trial.SetAttribute("note", "{\"a\": [1, null]}");
            Tell(study, trial, i);
        }

        study.Ask(Space);
        study.Requeue(TimeSpan.Zero);
        string[] ours = [.. study.Trials.Select(Text)];

        string output = Optuna.Run(Url, $"""
            {Describe}
            {Suggest}
            study = optuna.load_study(study_name='s', storage=url)
            for t in study.trials: print(json.dumps(describe(t)))
            study.optimize(suggest, n_trials=5)
            waited = study.trials[6]
            print(json.dumps([waited.state.name, waited.params['float']]))
            """);

        string[] lines = output.Trim().Split('\n');
        Assert.Equal(ours, lines[..7].Select(Normalized));
        Assert.Equal(11, study.Trials.Count);
        Assert.Equal($"[\"COMPLETE\", {Number(study.Trials[6].Parameters["float"])}]", lines[7]);
        Assert.All(study.Trials.Skip(6), t => Assert.Equal(t.Parameters["float"], t.Value));
        Assert.Equal(Space["category"], study.Trials[10].Distributions["category"]);
    }

    [OptunaFact]
    public void Open_OptunasStudy_ReadsItAndGoesOn()
    {
        string output = Optuna.Run(Url, $$"""
            {{Describe}}
            {{Suggest}}
            study = optuna.create_study(study_name='s', storage=url, direction='maximize')
            def objective(t):
                x = suggest(t)
                t.report(float('nan'), 0); t.report(float('inf'), 1); t.report(0.1, 2)
                t.set_user_attr('note', {'a': [1, None]})
                if t.number == 1: raise optuna.TrialPruned()
                if t.number == 2: raise ValueError('no luck')
                return float('-inf') if t.number == 3 else x
            study.optimize(objective, n_trials=5, catch=(ValueError,))
            study.enqueue_trial({'float': 0.125, 'category': True, 'int': 7})
            for t in study.trials: print(json.dumps(describe(t)))
            """);

        using IStudyStorage storage = Open();
        Study study = Study.CreateOrOpen(storage, "s", new StudyOptions { Directions = [StudyDirection.Maximize] });
        Assert.Equal(output.Trim().Split('\n').Select(Normalized), study.Trials.Select(Text));
        Trial queued = study.Ask(Space);
        study.Tell(queued, 1);
        study.Tell(study.Ask(Space), 2);

        Assert.Equal((5, 0.125, 7.0, 2.0),
            (queued.Number, queued.Parameters["float"], queued.Parameters["int"], queued.Parameters["category"]));
        Assert.Equal("7 True 2.0 {'pocketflow'}", Optuna.Run(Url, """
            study = optuna.load_study(study_name='s', storage=url)
            print(len(study.trials), study.trials[5].params['category'], study.best_value,
                {k.split(':')[0] for k in study.trials[6].system_attrs})
            """).Trim());
    }

    [OptunaFact]
    public void BothPrograms_InTurns_AgreeOnSeveralObjectivesAndConstraints()
    {
        var options = new StudyOptions
        {
            Directions = [StudyDirection.Minimize, StudyDirection.Maximize], Sampler = new NsgaTwoSampler(), Seed = 2,
        };
        int[] front;
        string[] ours;
        using (IStudyStorage storage = Open())
        {
            Study study = Study.CreateOrOpen(storage, "s", options);
            study.SetAttribute("note", "[1, \"a\"]");
            for (int i = 0; i < 8; i++)
            {
                TellTwo(study, i % 3 == 0 ? [-0.5, 1e-3] : i == 4 ? [double.NegativeInfinity, -1] : [-0.5, -0.25]);
            }

            front = [.. study.ParetoFront.Select(t => t.Number)];
            ours = [.. study.Trials.Select(Text)];
        }

        string[] lines = Optuna.Run(Url, $"""
            {Describe}
            {Suggest}
            constraints = lambda t: t.user_attrs['c']
            def objective(t):
                x = suggest(t)
                t.set_user_attr('c', [x, -1.0] if t.number < 14 else [float('-inf'), float('inf')])
                return x * x, x
            study = optuna.load_study(study_name='s', storage=url,
                sampler=optuna.samplers.NSGAIISampler(population_size=4, seed=1, constraints_func=constraints))
            print(json.dumps([t.number for t in study.best_trials]))
            print(json.dumps([study.user_attrs['note'], [d.name for d in study.directions]]))
            for t in study.trials: print(json.dumps(describe(t)))
            study.optimize(objective, n_trials=8)
            study.set_user_attr('theirs', float('inf'))
            print(json.dumps([t.number for t in study.best_trials]))
            for t in study.trials: print(json.dumps(describe(t)))
            """).Trim().Split('\n');
        using IStudyStorage again = Open();
        Study found = Study.CreateOrOpen(again, "s", options);

        Assert.Equal(front, Numbers(lines[0]));
        Assert.Equal("""[[1,"a"],["MINIMIZE","MAXIMIZE"]]""", Normalized(lines[1]));
        Assert.Equal(ours, lines[2..10].Select(Normalized));
        Assert.Equal(Numbers(lines[10]), found.ParetoFront.Select(t => t.Number));
        Assert.Equal(lines[11..].Select(Normalized), found.Trials.Select(Text));
        Assert.Equal([double.NegativeInfinity, double.PositiveInfinity], found.Trials[15].Constraints);
        Assert.Equal(double.PositiveInfinity, JsonSerializer.Deserialize<double>(found.Attributes["theirs"]));
        TellTwo(found, [-1]);
        Assert.Equal(16, found.Trials[^1].Number);
    }

    [OptunaFact]
    public void Open_ConstraintsAndAttributesThatOnlyPythonWrites_AreRead()
    {
        string isNamed = Optuna.Run(Url, """
            study = optuna.create_study(study_name='s', storage=url)
            def objective(t):
                t.set_user_attr('a', [float('nan'), float('-inf'), 'NaN "Infinity"'])
                t.suggest_categorical('c', [float('inf'), 1.0])
                if hasattr(t, 'set_constraint'):
                    t.set_constraint('size', float('inf')); t.set_constraint('latency', -1)
                return 1
            study.optimize(objective, n_trials=1)
            print(hasattr(optuna.trial.Trial, 'set_constraint'))
            """).Trim();

        using IStudyStorage storage = Open();
        TrialRecord trial = Assert.Single(storage.Trials(storage.FindStudy("s")!.Id));

        Assert.Equal(isNamed == "True" ? [-1, double.PositiveInfinity] : [], trial.Constraints);
        Assert.Equal("""[null,-1e999,"NaN \"Infinity\""]""", trial.Attributes["a"].Replace(", ", ",", StringComparison.Ordinal));
        Assert.Equal(new CategoricalDistribution(double.PositiveInfinity, 1.0), trial.Distributions["c"]);
    }

    [OptunaFact]
    public void Schema_IsOptunas()
    {
        Open().Dispose();

        Assert.Equal("v3.2.0.a []", Optuna.Run(Url, """
            from alembic.migration import MigrationContext
            from alembic.autogenerate import compare_metadata
            from optuna.storages._rdb.models import BaseModel
            storage = optuna.storages.RDBStorage(url)
            with storage.engine.connect() as connection:
                context = MigrationContext.configure(connection, opts={'compare_type': True})
                found = [d for d in compare_metadata(context, BaseModel.metadata) if 'alembic_version' not in str(d)]
            print(storage.get_current_version(), found)
            """).Trim());
    }

    private static void Tell(Study study, Trial trial, int i)
    {
        switch (i)
        {
            case 1: study.TellPruned(trial); break;
            case 2: study.TellFailed(trial); break;
            case 3: study.Tell(trial, double.PositiveInfinity); break;
            default: study.Tell(trial, trial.Parameters["float"] / 3); break;
        }
    }

    private static void TellTwo(Study study, double[] constraints)
    {
        Trial trial = study.Ask(Space);
        trial.SetConstraints(constraints);
        study.Tell(trial, [Math.Pow(trial.Parameters["float"], 2), trial.Parameters["float"]]);
    }

    private static int[] Numbers(string json) => JsonSerializer.Deserialize<int[]>(json)!;

    private static string Normalized(string json) =>
        JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(PythonJson.Strict(json)));

    /// <summary>What the scripts print of a trial.</summary>
    private static string Text(TrialRecord trial) => JsonSerializer.Serialize(new object?[]
    {
        trial.Number, ((string[])["RUNNING", "COMPLETE", "PRUNED", "FAIL", "WAITING"])[(int)trial.State],
        trial.Values.Select(Number),
        trial.Parameters.ToDictionary(p => p.Key, p => trial.Distributions[p.Key].Describe(p.Value) switch
        {
            null => "None",
            string text => $"'{text}'",
            double number => Number(number),
            object other => $"{other}",
        }),
        trial.IntermediateValues.OrderBy(v => v.Key).ToDictionary(v => $"{v.Key}", v => Number(v.Value)),
        trial.Attributes.ToDictionary(a => a.Key, a => JsonSerializer.Deserialize<JsonElement>(a.Value)),
        trial.Started is null, trial.Constraints.Select(Number),
    });

    /// <summary>A number as Python prints it.</summary>
    private static string Number(double number)
    {
        string text = double.IsNaN(number) ? "nan" : double.IsInfinity(number) ? (number > 0 ? "inf" : "-inf")
            : number.ToString("R", null).Replace('E', 'e');
        if (text.StartsWith("0.0000", StringComparison.Ordinal))
        {
            // Python changes to exponents one digit earlier.
            text = $"{text[6]}.{text[7..]}e-05";
        }

        return text.Any(c => c is '.' or 'e' or 'n') ? text : text + ".0";
    }
}
