using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Recipes;
using PocketFlow.Reports;
using PocketFlow.Runtimes;
using PocketFlow.Torch;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Runs;

/// <summary>Measures the stages of a run: metrics in the engine and of the files, latency in turns.</summary>
internal sealed class StageMeasurement(
    Recipe recipe, RunDirectory directory, LearningTask task, ImageDataset images,
    IProgress<LearnerProgress>? progress) : IDisposable
{
    private static readonly ModelFileFormat[] s_formats = [ModelFileFormat.TfLite, ModelFileFormat.Onnx];
    private readonly ModelRuntimes _runtimes = new();
    private readonly Normalization _normalization = Normalization.Parse(recipe.Normalization!);
    private readonly Dictionary<string, IModelSession> _sessions = [];
    private readonly Dictionary<string, FileReport> _files = [];

    public string Task => task.Name;

    public int ImageCount => images.Count;

    public IReadOnlyList<RuntimeReport> Runtimes => [.. _runtimes.All.Select(r => new RuntimeReport(
        r.Name, r.Status.Version, r.Status.Detail, r.Status.InstallCommand))];

    public IReadOnlyList<StageReport> Measure(IReadOnlyList<Stage> stages, CancellationToken cancellationToken)
    {
        Predictions[] engine = [.. stages.Select(s => InEngine(s, cancellationToken))];
        for (int i = 0; i < stages.Count; i++)
        {
            foreach (ModelFileFormat format in s_formats)
            {
                RunFile(stages[i], format, engine[i], cancellationToken);
            }
        }

        if (recipe.Measurement.Latency)
        {
            MeasureLatency(stages, cancellationToken);
        }

        return [.. stages.Select((s, i) => Report(s, engine[i]))];
    }

    public void Dispose()
    {
        foreach (IModelSession session in _sessions.Values)
        {
            session.Dispose();
        }

        _runtimes.Dispose();
    }

    private Predictions InEngine(Stage stage, CancellationToken cancellationToken)
    {
        Enter($"evaluate {stage.Name} in the training engine");
        return ModelPredictor.InEngine(
            stage.Model, task, images, _normalization, Device.Parse(recipe.Device), cancellationToken);
    }

    private void RunFile(Stage stage, ModelFileFormat format, Predictions engine, CancellationToken cancellationToken)
    {
        string path = stage.PathOf(format);
        IModelRuntime runtime = _runtimes.For(format);
        var file = new FileReport
        {
            Path = directory.Relative(path), Runtime = runtime.Name, Bytes = new FileInfo(path).Length,
        };
        if (runtime.Status.IsAvailable)
        {
            try
            {
                file = Run(file, stage, runtime, path, engine, cancellationToken);
            }
            catch (RuntimeFailedException e)
            {
                file = file with { Problem = e.Message };
            }
        }

        _files[path] = file;
    }

    private FileReport Run(
        FileReport file, Stage stage, IModelRuntime runtime, string path, Predictions engine,
        CancellationToken cancellationToken)
    {
        string phase = $"evaluate {stage.Name} in {runtime.Name}";
        Enter(phase);
        IModelSession session = runtime.Load(path);
        _sessions[path] = session;
        Predictions found = ModelPredictor.InRuntime(
            session, OutputActivations.Of(stage.Model.Graph), task, images, _normalization,
            progress is null ? null : new PhaseShare(progress, phase), cancellationToken);
        return file with { Metrics = found.Metrics, AgreementWithEngine = found.AgreementWith(engine) };
    }

    private void MeasureLatency(IReadOnlyList<Stage> stages, CancellationToken cancellationToken)
    {
        LatencySubject[] subjects = [.. _sessions.Where(s => _files[s.Key].Problem is null)
            .Select(s => new LatencySubject(s.Key, s.Value))];
        if (subjects.Length == 0)
        {
            return;
        }

        Enter("measure latency");
        Dictionary<string, LatencyResult> results = LatencyBenchmark.Run(
            subjects, new LatencyOptions { Runs = recipe.Measurement.Runs }, cancellationToken)
            .ToDictionary(r => r.Name);
        foreach ((string path, LatencyResult result) in results)
        {
            string first = stages[0].PathOf(ModelFile.FormatOf(path));
            _files[path] = _files[path] with
            {
                MedianMilliseconds = result.MedianMilliseconds,
                P90Milliseconds = result.P90Milliseconds,
                SpeedUp = results.GetValueOrDefault(first)?.MedianMilliseconds / result.MedianMilliseconds,
            };
        }
    }

    private StageReport Report(Stage stage, Predictions engine)
    {
        var cost = ModelCost.Of(stage.Model);
        return new StageReport
        {
            Name = stage.Name,
            Learner = stage.Learner,
            Summary = stage.Summary,
            Seconds = stage.Elapsed.TotalSeconds,
            Metrics = engine.Metrics,
            Macs = cost.Macs,
            ParameterCount = cost.ParameterCount,
            PackedWeights = new QuantizationSpace(stage.Model).PackedByGrids(),
            TfLite = _files[stage.TfLitePath],
            Onnx = _files[stage.OnnxPath],
        };
    }

    private void Enter(string phase) => progress?.Report(new LearnerProgress(phase, null, null));

    private sealed class PhaseShare(IProgress<LearnerProgress> progress, string phase) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new LearnerProgress(phase, value, null));
    }
}
