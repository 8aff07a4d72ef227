using PocketFlow.Training.Schedules;

namespace PocketFlow.Training.Tests;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(ScheduleKind.Cosine, 0, 0, 1)]
    [InlineData(ScheduleKind.Cosine, 0, 0.5, 0.5)]
    [InlineData(ScheduleKind.Cosine, 0, 1, 0)]
    [InlineData(ScheduleKind.Cosine, 0.2, 0.1, 0.5)]
    [InlineData(ScheduleKind.Step, 0, 0.49, 1)]
    [InlineData(ScheduleKind.Step, 0, 0.6, 0.1)]
    [InlineData(ScheduleKind.Step, 0, 0.9, 0.01)]
    [InlineData(ScheduleKind.OneCycle, 0, 0, 0.04)]
    [InlineData(ScheduleKind.OneCycle, 0, 0.3, 1)]
    [InlineData(ScheduleKind.OneCycle, 0, 1, 0)]
    [InlineData(ScheduleKind.Constant, 0, 0.7, 1)]
    public void FactorAt_Moment_FollowsTheShape(ScheduleKind kind, double warmUp, double progress, double expected) =>
        Assert.Equal(expected, new LearningRateSchedule(kind, warmUp).FactorAt(progress), 1e-9);
}
