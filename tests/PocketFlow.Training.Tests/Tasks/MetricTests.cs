using PocketFlow.Data;
using PocketFlow.Testing;
using PocketFlow.Training.Tasks;
using PocketFlow.Training.Tasks.Metrics;

namespace PocketFlow.Training.Tests.Tasks;

public sealed class MetricTests
{
    private const string PyTorch = "/usr/bin/python3 -c 'import torch'";
    private static readonly string[] s_names = ["a", "b", "c", "d", "e"];

    [ToolFact(PyTorch)]
    public void ClassSets_EqualTheDefinitions()
    {
        TargetDescription target = TargetDescription.ClassSet(s_names);
        float[] scores = Array.ConvertAll(TaskOracle.Inputs(11, 200), x => MathF.Round(x * 2) / 2);
        float[] wanted = [.. TaskOracle.Inputs(12, 200).Select((x, i) => x > 1 && i % 5 != 4 ? 1f : 0)];

        Check("map", StandardMetrics.MeanAveragePrecision, target, scores, [], wanted);
        Check("f1", StandardMetrics.F1, target, scores, [], wanted);
    }

    [ToolFact(PyTorch)]
    public void Classes_EqualTheDefinitions()
    {
        TargetDescription target = TargetDescription.Class(s_names);
        long[] labels = [.. Enumerable.Range(0, 40).Select(i => i * 7L % 5)];

        Check("top-1", StandardMetrics.Top1, target, TaskOracle.Inputs(13, 200), labels, []);
        Check("top-3", StandardMetrics.TopK(3), target, TaskOracle.Inputs(13, 200), labels, []);
    }

    [ToolFact(PyTorch)]
    public void Values_EqualTheDefinitions()
    {
        TargetDescription target = TargetDescription.Points(3);
        float[] found = TaskOracle.Inputs(14, 60), wanted = TaskOracle.Inputs(15, 60);

        Check("mae", StandardMetrics.MeanAbsoluteError, target, found, [], wanted);
        Check("rmse", StandardMetrics.RootMeanSquaredError, target, found, [], wanted);
        Check("nme:0:2", StandardMetrics.NormalizedMeanError(0, 2, 1.5), target, found, [], wanted);
        Assert.Equal(
            TaskOracle.Numbers("r2")[0], Decisions.Agreement([found], [wanted], TargetKind.Values), 1e-6);
    }

    [ToolFact(PyTorch)]
    public void ClassMaps_EqualTheDefinitions()
    {
        TargetDescription target = TargetDescription.ClassMap(4, 4, s_names, 255);
        float[] outputs = [.. TaskOracle.Inputs(16, 480).Select((x, i) => i / 16 % 5 == 4 ? x - 100 : x)];
        long[] maps = [.. Enumerable.Range(0, 96).Select(i => (i * 5 % 7) switch { 4 => 3L, > 4 => 255, var c => c })];

        Check("miou", StandardMetrics.MeanIoU, target, outputs, maps, []);
        Check("pixel-accuracy", StandardMetrics.PixelAccuracy, target, outputs, maps, []);
    }

    [Fact]
    public void Top1_EqualOutputsAndNaN_CountsTheFirstOnly()
    {
        Assert.Equal(0.5, Measure(StandardMetrics.Top1, TargetDescription.Class(["a", "b"]), [1, 1, 1, 1], [0, 1], []));
        Assert.Equal(
            0, Measure(StandardMetrics.Top1, TargetDescription.Class(["a", "b"]), [float.NaN, float.NaN], [0], []));
    }

    [Fact]
    public void Metrics_NoRecords_AreZero() => Assert.All(
        new[] { TargetDescription.Class(s_names), TargetDescription.ClassSet(s_names), TargetDescription.Values(2),
            TargetDescription.ClassMap(2, 2, s_names), },
        target => Assert.All(
            new Measurement(LearningTask.For(target), target).Values, value => Assert.Equal(0, value.Value)));

    [Fact]
    public void Text_ShareAndError_AreWrittenAsSuch()
    {
        Assert.Equal("top-1 93.00%", StandardMetrics.Top1.Of(0.93).ToString());
        Assert.Equal("mae 0.01235", StandardMetrics.MeanAbsoluteError.Of(0.0123456).ToString());
        Assert.True(StandardMetrics.Top1.IsAsGood(0.5, 0.4));
        Assert.False(StandardMetrics.MeanAbsoluteError.IsAsGood(0.5, 0.4));
    }

    private static void Check(
        string name, Metric metric, TargetDescription target, float[] outputs, long[] labels, float[] values)
    {
        Assert.Equal(name, metric.Name);
        Assert.Equal(TaskOracle.Numbers(name)[0], Measure(metric, target, outputs, labels, values), 1e-6);
    }

    private static double Measure(
        Metric metric, TargetDescription target, float[] outputs, long[] labels, float[] values)
    {
        int count = (target.IsLabels ? labels.Length : values.Length) / target.Length;
        int length = outputs.Length / count;
        MetricState state = metric.Start(target);
        for (int i = 0; i < count; i++)
        {
            TargetSpan wanted = target.IsLabels
                ? new TargetSpan(target, labels.AsSpan(i * target.Length, target.Length), [])
                : new TargetSpan(target, [], values.AsSpan(i * target.Length, target.Length));
            state.Add(outputs.AsSpan(i * length, length), wanted);
        }

        return state.Value;
    }
}
