using System.Diagnostics;
using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Recipes;
using PocketFlow.Reports;
using PocketFlow.Runs;
using PocketFlow.Search;
using PocketFlow.Training.Tasks;

namespace PocketFlow;

/// <summary>The whole job in one call: learners, exports, measurements, report.</summary>
public static class Compression
{
    /// <summary>Compresses a model file; see the overload for a model.</summary>
    /// <exception cref="PocketFlowException">Model or recipe can't be used, or a target can't be reached.</exception>
    /// <exception cref="DatasetException">The data set is missing or damaged.</exception>
    /// <exception cref="IOException">The run directory can't be written.</exception>
    public static CompressionReport Run(
        string modelPath, Recipe recipe, string outputDirectory, IProgress<LearnerProgress>? progress = null,
        CustomParts? parts = null, IProgress<StudyEvent>? events = null, CancellationToken cancellationToken = default) =>
        Run(ModelFile.Read(modelPath), modelPath, recipe, outputDirectory, progress, parts, events, cancellationToken);

    /// <summary>Compresses a model, which stays as it is.</summary>
    /// <remarks>
    /// The run directory receives <c>model.onnx</c>, <c>model.tflite</c>, <c>report.json</c>, <c>recipe.json</c> (with
    /// every default filled in: it repeats the run), and the files of every stage under <c>stages/</c>. The test images
    /// are read once, after the last learner. A runtime that is missing leaves gaps in the report, nothing else.
    /// </remarks>
    /// <param name="model">A trained model of images.</param>
    /// <param name="recipe">What to do.</param>
    /// <param name="outputDirectory">The run directory; it is created.</param>
    /// <param name="progress">Told of each phase; null for silence.</param>
    /// <param name="parts">Data set formats, or a task, of one's own; null for none.</param>
    /// <param name="events">Told of each trial of a search; null for silence.</param>
    /// <param name="cancellationToken">Ends the run; checkpoints stay, and the same call goes on from them.</param>
    /// <exception cref="PocketFlowException">Model or recipe can't be used, or a target can't be reached.</exception>
    /// <exception cref="DatasetException">The data set is missing or damaged.</exception>
    /// <exception cref="IOException">The run directory can't be written.</exception>
    public static CompressionReport Run(
        Model model, Recipe recipe, string outputDirectory, IProgress<LearnerProgress>? progress = null,
        CustomParts? parts = null, IProgress<StudyEvent>? events = null, CancellationToken cancellationToken = default) =>
        Run(model, model.Graph.Name, recipe, outputDirectory, progress, parts, events, cancellationToken);

    private static CompressionReport Run(
        Model model, string source, Recipe recipe, string outputDirectory, IProgress<LearnerProgress>? progress,
        CustomParts? parts, IProgress<StudyEvent>? events, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        PreparedRun run = PreparedRun.Of(model, recipe, parts, progress);
        RunDirectory directory = RunDirectory.Create(outputDirectory);
        Recipe effective = run.Recipe;
        effective.Save(directory.Recipe);
        var chain = new StageChain(effective, directory, source, events);
        chain.Start(run.Original);
        run.SetUpEngine();
        chain.Run(run.Context, cancellationToken);
        chain.Finish();
        using var measurement = new StageMeasurement(
            effective, directory, run.Context.Task, TestImages(model, effective, run.Data), progress);
        CompressionReport report = Report(chain.Stages, effective, measurement, cancellationToken) with
        {
            Directory = directory.Path,
            Source = source,
            Command = $"pocketflow compress {source} --recipe {directory.Recipe} -o {outputDirectory}",
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
        AtomicFile.WriteText(directory.Report, report.ToJson() + "\n");
        if (chain.Search is { } search)
        {
            SearchPage.Write(directory.SearchPage, report, search, effective);
        }

        return report;
    }

    private static CompressionReport Report(
        IReadOnlyList<Stage> stages, Recipe recipe, StageMeasurement measurement, CancellationToken cancellationToken)
    {
        IReadOnlyList<StageReport> reports = measurement.Measure(stages, cancellationToken);
        return new CompressionReport
        {
            Source = "",
            Command = "",
            Seconds = 0,
            Directory = "",
            Recipe = recipe,
            Stages = reports,
            Layers = LayerReport.Compare(stages[0].Model, stages[^1].Model),
            Targets = Targets(recipe, reports),
            Runtimes = measurement.Runtimes,
            Task = measurement.Task,
            TestImages = measurement.ImageCount,
            Machine = MachineReport.Here(),
            Model = stages[^1].Model,
        };
    }

    private static ImageDataset TestImages(Model model, Recipe recipe, DatasetSplits data)
    {
        ImageDataset test = TaskFit.Shaped(model, data.Test);
        return test.Slice(..Math.Min(recipe.Measurement.Images ?? int.MaxValue, test.Count));
    }

    private static IReadOnlyList<TargetReport> Targets(Recipe recipe, IReadOnlyList<StageReport> stages) =>
    [
        .. recipe.Learners.Select((step, i) => step.Options is ChannelPruningOptions { SpeedUp: { } asked }
            ? new TargetReport("speed-up in MACs", asked, (double)stages[i].Macs / stages[i + 1].Macs)
            : null).OfType<TargetReport>(),
    ];
}
