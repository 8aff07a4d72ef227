using System.Diagnostics;

namespace PocketFlow.Search.Tests;

/// <summary>Workers are processes of their own here, and are killed with kill -9.</summary>
[Trait("Category", "Slow")]
public sealed class ChaosTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private const int Many = 4000;
    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;

    [PostgresFact]
    public void Postgres_WorkersKilledEverySecond_LoseAndDoubleNothing()
    {
        string address = server.NewDatabase();
        var random = new Random(1);
        var workers = Enumerable.Range(0, 8).Select(_ => Start(address, 1000, 100)).ToList();
        int kills = 0;
        while (!workers.All(w => w.HasExited && w.ExitCode == 0))
        {
            Thread.Sleep(1000);
            int victim = random.Next(workers.Count);
            if (!workers[victim].HasExited)
            {
                workers[victim].Kill();
                workers[victim].WaitForExit();
                kills++;
            }

            workers[victim] = workers[victim].ExitCode == 0 ? workers[victim] : Start(address, 1000, 100);
        }

        using IStudyStorage storage = StudyStorage.Open(address);
        IReadOnlyList<TrialRecord> trials = storage.Trials(storage.FindStudy("chaos")!.Id);
        Assert.Equal(Enumerable.Range(0, 1000), trials.Select(t => t.Number));
        Assert.All(trials, t => Assert.Equal((TrialState.Completed, 1, 12), (t.State, t.Values.Count, t.Parameters.Count)));
        Assert.All(trials, t => Assert.Equal(Value(t), t.Value));
        Assert.True(kills >= 5, $"only {kills} workers were killed");
    }

    [Fact]
    public void Sqlite_KilledAHundredTimes_EndsAsIfItHadNotBeen()
    {
        (string whole, string killed) = (Path.Combine(_folder, "whole.db"), Path.Combine(_folder, "killed.db"));
        Start(whole, Many, 0).WaitForExit();
        var random = new Random(2);
        IReadOnlyList<TrialRecord> before = [];
        for (int kill = 0; kill < 100; kill++)
        {
            using Process worker = Start(killed, Many, 5);
            worker.StandardOutput.ReadLine();
            Assert.False(worker.WaitForExit(random.Next(300)), $"the study ended after {kill} kills; give it more trials");
            worker.Kill();
            worker.WaitForExit();
            IReadOnlyList<TrialRecord> after = Trials(killed);
            Assert.All(before.Where(t => t.IsFinished), t => Assert.Equal(
                (t.State, t.Value), (after[t.Number].State, after[t.Number].Values.Single())));
            before = after;
        }

        using Process last = Start(killed, Many, 0);
        last.WaitForExit();

        Assert.True(before.Count > 100, $"only {before.Count} trials were begun before the last kill");
        Assert.Equal(Trials(whole).Select(Text), Trials(killed).Select(Text));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static double Value(TrialRecord trial) => trial.Parameters.Values.Sum(v => (v - 0.4) * (v - 0.4));

    private static string Text(TrialRecord trial) => $"{trial.Number} {trial.State} {trial.Value:R} "
        + string.Join(' ', trial.Parameters.OrderBy(p => p.Key).Select(p => $"{p.Key}={p.Value:R}"));

    private static IReadOnlyList<TrialRecord> Trials(string path)
    {
        using IStudyStorage storage = StudyStorage.Open(path);
        return storage.FindStudy("chaos") is { } study ? storage.Trials(study.Id) : [];
    }

    private static Process Start(string address, int trials, int milliseconds) => Process.Start(
        new ProcessStartInfo("dotnet", [
            Path.Combine(AppContext.BaseDirectory, "PocketFlow.StorageBench.dll"), "work", address, $"{trials}",
            $"{milliseconds}"])
        {
            RedirectStandardOutput = true,
        })!;
}
