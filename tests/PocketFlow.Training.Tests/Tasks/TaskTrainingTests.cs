using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Testing;
using PocketFlow.Torch;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Training.Tests.Tasks;

public sealed class TaskTrainingTests : IDisposable
{
    private readonly int _threads = Engine.Threads;

    private static readonly Normalization s_normalization = Normalization.Parse("0.45/0.2");

    // Steps of such networks are too short to be shared by threads.
    public TaskTrainingTests() => Engine.Threads = 1;

    public void Dispose() => Engine.Threads = _threads;

    [Theory]
    [InlineData(TargetKind.Class, "top-1", 0.95)]
    [InlineData(TargetKind.ClassSet, "map", 0.95)]
    [InlineData(TargetKind.Values, "mae", 0.08)]
    [InlineData(TargetKind.ClassMap, "miou", 0.75)]
    public void Train_DrawnImages_LearnsTheTask(TargetKind kind, string metric, double bound)
    {
        TrainingResult result = Train(TaskSamples.Network(kind), kind, Options(kind));

        Assert.Equal(metric, result.Validation.Name);
        Assert.True(
            result.Validation.IsLargerBetter ? result.Validation.Value > bound : result.Validation.Value < bound,
            $"{result.Validation} after {string.Join(", ", result.Epochs)}");
        double best = result.Validation.IsLargerBetter
            ? result.Epochs.Max(e => e.ValidationMetric) : result.Epochs.Min(e => e.ValidationMetric);
        Assert.Equal(best, result.Validation.Value);
    }

    [Theory]
    [InlineData(TargetKind.Class, "Softmax")]
    [InlineData(TargetKind.Class, "Sigmoid")]
    [InlineData(TargetKind.ClassSet, "Sigmoid")]
    [InlineData(TargetKind.ClassMap, "Softmax")]
    public void Train_ModelThatEndsInAnActivation_TrainsOnLogitsAndKeepsIt(TargetKind kind, string activation)
    {
        TrainingOptions options = Options(kind) with { Epochs = 1 };

        TrainingResult logits = Train(TaskSamples.Network(kind), kind, options);
        TrainingResult found = Train(TaskSamples.Network(kind, activation), kind, options);

        Assert.Equal(Weights(logits.Model), Weights(found.Model));
        Assert.Equal(logits.Validation, found.Validation);
        Assert.Equal(activation, found.Model.Graph.Outputs[0].Producer!.OpType);
        ImageDataset images = TaskSamples.Create(kind, 64, seed: 2);
        LearningTask task = LearningTask.For(images.Target);
        Assert.Equal(
            Evaluator.Measure(logits.Model, task, images, s_normalization).Select(m => Math.Round(m.Value, 3)),
            Evaluator.Measure(found.Model, task, images, s_normalization).Select(m => Math.Round(m.Value, 3)));
    }

    [Fact]
    public void Train_SaturatedSoftmax_StillHasGradients()
    {
        Model model = TaskSamples.Network(TargetKind.Class, "Softmax");
        Value bias = model.Graph.Find("dense.bias")!;
        Graph.SetData(bias, TensorData.From<float>([300, 0, 0], 3));

        TrainingResult result = Train(model, TargetKind.Class, Options(TargetKind.Class) with { Epochs = 1 });

        // Through a softmax in floats, classes 1 and 2 would have the probability 0: infinite loss, no gradient.
        Assert.True(double.IsFinite(result.Epochs[0].Loss));
        Assert.NotEqual(300, result.Model.Graph.Find("dense.bias")!.Data!.ToFloats()[0]);
    }

    [Theory]
    [InlineData(TargetKind.Class, "Softmax")]
    [InlineData(TargetKind.ClassSet, "Sigmoid")]
    [InlineData(TargetKind.Values, null)]
    [InlineData(TargetKind.ClassMap, "Softmax")]
    public void Train_TeacherAlone_DrawsTheStudentToItsOutputs(TargetKind kind, string? activation)
    {
        Model teacher = Train(TaskSamples.Network(kind, activation), kind, Options(kind) with { Epochs = 3 }).Model;
        TrainingOptions options = Options(kind) with
        {
            Epochs = 4,
            Distillation = new DistillationOptions(teacher, Weight: 1),
        };

        TrainingResult student = Train(TaskSamples.Network(kind, width: 10), kind, options);

        Assert.True(student.Epochs[^1].Loss < 0.5 * student.Epochs[0].Loss, string.Join(", ", student.Epochs));
    }

    [Fact]
    public void Train_OwnLossAndMetric_AreUsed()
    {
        var images = TaskSamples.Create(TargetKind.Values, 64, seed: 1);
        LearningTask task = LearningTask.For(images.Target) with
        {
            Loss = new Loss("cubed", (outputs, target) => outputs.Sub(target).Abs().Pow(3).Mean()),
            Metrics =
            [
                Metric.MeanOf("worst", (output, target) =>
                {
                    double worst = 0;
                    for (int i = 0; i < output.Length; i++)
                    {
                        worst = Math.Max(worst, Math.Abs(output[i] - target.Values[i]));
                    }

                    return worst;
                }) with { IsLargerBetter = false, IsShare = false },
            ],
        };
        TrainingOptions options = Options(TargetKind.Values) with { Task = task };

        TrainingResult result = Train(TaskSamples.Network(TargetKind.Values), TargetKind.Values, options);

        Assert.Equal("worst", result.Validation.Name);
        Assert.False(result.Validation.IsLargerBetter);
        Assert.Equal(result.Epochs.Min(e => e.ValidationMetric), result.Validation.Value);
        Assert.True(result.Validation.Value < 0.25, $"{result.Validation}");
    }

    [Fact]
    public void Train_TaskOfOtherTargets_Throws()
    {
        TrainingOptions options = Options(TargetKind.Class) with
        {
            Task = LearningTask.For(TargetDescription.Values(3)),
        };

        var error = Assert.Throws<ArgumentException>(
            () => Train(TaskSamples.Network(TargetKind.Class), TargetKind.Class, options));

        Assert.Contains("regression", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TargetKind.Class, null, TargetKind.ClassSet, null)]
    [InlineData(TargetKind.ClassSet, "Softmax", TargetKind.ClassSet, "softmax")]
    [InlineData(TargetKind.ClassMap, null, TargetKind.Class, "[batch, 3]")]
    [InlineData(TargetKind.Values, null, TargetKind.ClassMap, "[batch, 3, 12, 12]")]
    public void ProblemOf_ModelAndTargets_SaysWhatDoesNotFit(
        TargetKind network, string? activation, TargetKind data, string? problem)
    {
        string? found = TaskFit.ProblemOf(
            TaskSamples.Network(network, activation), TaskSamples.Create(data, 2, seed: 1));

        Assert.Equal(problem is null, found is null);
        Assert.Contains(problem ?? "", found ?? "", StringComparison.Ordinal);
    }

    private static TrainingOptions Options(TargetKind kind) => new()
    {
        Epochs = kind == TargetKind.Values ? 12 : 6,
        BatchSize = 16,
        Optimizer = OptimizerKind.Adam,
        LearningRate = 0.005,
        WeightDecay = 0,
        WarmUpEpochs = 0,
        Precision = Precision.Float32,
    };

    private static TrainingResult Train(Model model, TargetKind kind, TrainingOptions options)
    {
        Engine.Seed(0);
        return new Trainer(options).Train(
            model, TaskSamples.Create(kind, 512, seed: 1), TaskSamples.Create(kind, 128, seed: 2), s_normalization);
    }

    private static float[] Weights(Model model) =>
        [.. model.Graph.Initializers.Where(v => v.Type == ElementType.Float32).SelectMany(v => v.Data!.ToFloats())];
}
