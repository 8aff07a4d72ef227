using System.Text.Json;
using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Recipes;
using PocketFlow.Reports;
using PocketFlow.Testing;
using PocketFlow.Torch;
using PocketFlow.Training;
using PocketFlow.Training.Tasks;
using PocketFlow.Training.Tasks.Metrics;

namespace PocketFlow.Tests;

/// <summary>Every task from training to files that run.</summary>
public sealed class TaskCompressionTests : IDisposable
{
    private const string Normalization = "0.45/0.2";
    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [RuntimesTheory]
    [InlineData(TargetKind.Class, "Softmax", "top-1", 0.9)]
    [InlineData(TargetKind.ClassSet, "Sigmoid", "map", 0.85)]
    [InlineData(TargetKind.Values, null, "mae", 0.08)]
    [InlineData(TargetKind.ClassMap, null, "miou", 0.75)]
    [InlineData(TargetKind.ClassMap, "Softmax", "miou", 0.75)]
    public void Run_PruningThenQuantization_ShipsFilesThatAreAsGoodAsInTheEngine(
        TargetKind kind, string? activation, string metric, double bound)
    {
        CompressionReport report = Run(Trained(kind, activation), kind, Chain(), null);

        Assert.Equal(metric, report.Metric);
        Assert.True(report.IsTargetMet);
        Assert.Equal(LearningTask.NameOf(kind), report.Task);
        Assert.All(report.Stages, stage => Assert.All([stage.TfLite, stage.Onnx], file =>
        {
            Assert.Null(file.Problem);
            MetricValue engine = stage.Metrics[0], found = file.Metrics[0];
            Assert.Equal(stage.Metrics.Select(m => m.Name), file.Metrics.Select(m => m.Name));
            Assert.Equal(engine.Value, found.Value, 0.02);
            Assert.True(found.IsLargerBetter ? found.Value > bound : found.Value < bound, $"{file.Path}: {found}");
            Assert.True(file.AgreementWithEngine > 0.97, $"{file.Path} agrees by {file.AgreementWithEngine}");
        }));
        Assert.Contains(metric, report.ToString(), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "out", "report.json")));
        JsonElement written = json.RootElement.GetProperty("stages")[2].GetProperty("tfLite").GetProperty("metrics")[0];
        Assert.Equal(metric, written.GetProperty("name").GetString());
        Assert.Equal(report.Stages[2].TfLite.Metrics[0].Value, written.GetProperty("value").GetDouble());
    }

    [Fact]
    public void ActivationOf_Files_IsReadWhereItMatters()
    {
        string onnx = Path.Combine(_folder, "sets.onnx"), damaged = Path.Combine(_folder, "damaged.onnx");
        Formats.Onnx.OnnxFormat.Write(TaskSamples.Network(TargetKind.ClassSet, "Sigmoid"), onnx);
        File.WriteAllBytes(damaged, File.ReadAllBytes(onnx)[..^100]);
        LearningTask sets = Standard(TargetKind.ClassSet), classes = Standard(TargetKind.Class);

        Assert.Equal(OutputActivation.Sigmoid, ModelFile.ActivationOf(onnx, sets));
        Assert.Equal(OutputActivation.None, ModelFile.ActivationOf(onnx, Standard(TargetKind.Values)));
        Assert.Equal(OutputActivation.None, ModelFile.ActivationOf(damaged, classes));
        Assert.Throws<UnsupportedFormatException>(() => ModelFile.ActivationOf(damaged, sets));
    }

    [Fact]
    public void Run_OwnTask_IsTrainedAndReported()
    {
        int calls = 0;
        LearningTask standard = Standard(TargetKind.Values);
        LearningTask task = standard with
        {
            Loss = new Loss("counted", (outputs, target) =>
            {
                calls++;
                return standard.Loss.Compute(outputs, target);
            }),
            Metrics = [StandardMetrics.NormalizedMeanError(0, 1)],
        };

        CompressionReport report = Run(
            TaskSamples.Network(TargetKind.Values), TargetKind.Values, Chain() with { Learners = [Chain().Learners[0]] },
            task);

        Assert.True(calls > 0);
        Assert.Equal("nme:0:1", report.Metric);
        Assert.Contains("nme:0:1", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TaskOfTheRecipe_IsFilledInOrRefused()
    {
        Model model = TaskSamples.Network(TargetKind.Values);
        Recipe recipe = Chain() with
        {
            Loss = "smooth-l1:0.1", Metric = "rmse", Learners = [Chain().Learners[1]],
        };

        CompressionReport report = Run(model, TargetKind.Values, recipe, null);
        var error = Assert.Throws<RecipeException>(
            () => Run(model, TargetKind.Values, recipe with { Task = "segmentation" }, null));

        Assert.Equal(
            ("regression", "smooth-l1:0.1", "rmse"), (report.Recipe.Task, report.Recipe.Loss, report.Recipe.Metric));
        Assert.Equal("rmse", report.Metric);
        Assert.Contains("4 values", error.Message, StringComparison.Ordinal);
    }

    private CompressionReport Run(Model model, TargetKind kind, Recipe recipe, LearningTask? task) => Compression.Run(
        model, recipe with { Data = $"samples:{_folder}" }, Path.Combine(_folder, "out"), null,
        new CustomParts { Datasets = new DatasetRegistry().Register(new SampleFormat(kind)), Task = task });

    private static LearningTask Standard(TargetKind kind) =>
        LearningTask.For(TaskSamples.Create(kind, 1, seed: 1).Target);

    private static Recipe Chain() => new()
    {
        Normalization = Normalization,
        Validation = "last:64",
        Threads = 1,
        Learners =
        [
            new(new ChannelPruningOptions
            {
                SpeedUp = 1.3, RoundTo = 1, CalibrationImages = 128, Epochs = 4, BatchSize = 32, LearningRate = 0.01,
                Augmentation = "none",
            }),
            new(new UniformQuantizationOptions { CalibrationImages = 128 }),
        ],
        Measurement = new() { Latency = false },
    };

    private static Model Trained(TargetKind kind, string? activation)
    {
        Engine.Seed(0);
        Engine.Threads = 1;
        var options = new TrainingOptions
        {
            Epochs = kind == TargetKind.Values ? 14 : 8,
            BatchSize = 16,
            Optimizer = OptimizerKind.Adam,
            LearningRate = 0.005,
            WeightDecay = 0,
            WarmUpEpochs = 0,
            Precision = Precision.Float32,
        };
        return new Trainer(options).Train(
            TaskSamples.Network(kind, activation), SampleFormat.TrainOf(kind), TaskSamples.Create(kind, 64, seed: 3),
            PocketFlow.Data.Normalization.Parse(Normalization)).Model;
    }

    private sealed class SampleFormat(TargetKind kind) : IDatasetFormat, IDatasetFiles
    {
        public string Id => "samples";

        public string Contents => "nothing: images are drawn";

        public string Advice => "none";

        public IReadOnlyList<string> DefaultDirectories => [];

        public Normalization? KnownNormalization => null;

        public static ImageDataset TrainOf(TargetKind kind) => TaskSamples.Create(kind, 576, seed: 1);

        public IDatasetFiles Open(string path, DatasetOptions options) => this;

        public ImageDataset ReadTrain() => TrainOf(kind);

        public ImageDataset ReadTest() => TaskSamples.Create(kind, 128, seed: 2);
    }
}
