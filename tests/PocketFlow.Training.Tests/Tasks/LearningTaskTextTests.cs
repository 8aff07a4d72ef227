using PocketFlow.Data;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Training.Tests.Tasks;

public sealed class LearningTaskTextTests
{
    private static readonly string[] s_names = ["a", "b", "c", "d", "e", "f"];

    public static TheoryData<TargetDescription, string> Standards => new()
    {
        { TargetDescription.Class(s_names), "classification by cross-entropy:0, chosen by top-1" },
        { TargetDescription.ClassSet(s_names), "multi-label by binary-cross-entropy, chosen by map" },
        { TargetDescription.Values(4), "regression by mse, chosen by mae" },
        { TargetDescription.ClassMap(2, 2, s_names), "segmentation by cross-entropy:0, chosen by miou" },
    };

    [Theory]
    [MemberData(nameof(Standards))]
    public void Choose_Nothing_IsTheStandardOfTheTargetsAndItsNamesReadBack(TargetDescription target, string text)
    {
        LearningTask task = LearningTaskText.Choose(target, null, null, null);

        Assert.Equal(text, task.ToString());
        Assert.Equal(text, LearningTaskText.Choose(target, task.Name, task.Loss.Name, task.Metric.Name).ToString());
        Assert.All(task.Metrics, m => Assert.Equal(
            m.Name, LearningTaskText.Choose(target, null, null, m.Name).Metric.Name));
    }

    [Theory]
    [InlineData("smooth-l1:0.1", "nme:0:1")]
    [InlineData("smooth-l1", "rmse")]
    [InlineData("l1", "mae")]
    public void Choose_LossAndMetric_TakesThem(string loss, string metric)
    {
        LearningTask task = LearningTaskText.Choose(TargetDescription.Points(2), "regression", loss, metric);

        Assert.StartsWith(loss, task.Loss.Name, StringComparison.Ordinal);
        Assert.Equal(metric, task.Metric.Name);
        Assert.Single(task.Metrics, m => m.Name == metric);
    }

    [Theory]
    [InlineData("classification", null, null)]
    [InlineData(null, "cross-entropy", null)]
    [InlineData(null, "smooth-l1:0", null)]
    [InlineData(null, "l1:1", null)]
    [InlineData(null, null, "top-1")]
    [InlineData(null, null, "nme:0:2")]
    [InlineData(null, null, "nme:0:0")]
    public void Choose_WhatDoesNotFit_SaysWhatDoes(string? task, string? loss, string? metric)
    {
        var error = Assert.Throws<FormatException>(
            () => LearningTaskText.Choose(TargetDescription.Points(2), task, loss, metric));

        Assert.Contains("4 values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_UnknownNames_ListsAll()
    {
        Assert.Equal(["task", "loss", "metric"], LearningTaskText.Problems("clasify", "huber", "top-0").Select(p => p.Key));
        Assert.Empty(LearningTaskText.Problems("segmentation", "cross-entropy:0.1", "pixel-accuracy"));
        Assert.Empty(LearningTaskText.Problems(null, null, null));
    }
}
