using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace PocketFlow.Search.Tests;

/// <summary>Workers are processes of their own here, and are killed with kill -9.</summary>
[Trait("Category", "Slow")]
public sealed class ChaosTests(PostgresServer server, ITestOutputHelper output) : IClassFixture<PostgresServer>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;

    [PostgresFact]
    public void Postgres_WorkersKilledEverySecond_LoseAndDoubleNothing()
    {
        string address = server.NewDatabase();
        var random = new Random(1);
        Process Worker() => Start(address, 1000, 100, "random", _folder);
        var workers = Enumerable.Range(0, 8).Select(_ => Worker()).ToList();
        int kills = 0;
        while (!workers.All(HasDone))
        {
            Thread.Sleep(1000);
            int victim = random.Next(workers.Count);
            if (!HasDone(workers[victim]))
            {
                kills += Kill(workers[victim]) ? 1 : 0;
                workers[victim] = HasDone(workers[victim]) ? workers[victim] : Worker();
            }
        }

        int evaluations = AssertNoneIsLostOrDoubled(address, 1000);
        output.WriteLine($"{kills} workers were killed; 1000 results of {evaluations} evaluations");
        Assert.True(kills >= 5, $"only {kills} workers were killed");
    }

    /// <summary>A worker that stands still is taken for dead, and has a result nevertheless when it goes on.</summary>
    [PostgresFact]
    public void Postgres_WorkersTakenForDead_TellNothingTwice()
    {
        string address = server.NewDatabase();
        var random = new Random(3);
        Process[] workers = [.. Enumerable.Range(0, 6).Select(_ => Start(address, 200, 100, "random", _folder, "1"))];
        while (!workers.All(HasDone))
        {
            Process[] sleepers = [.. random.GetItems(workers, 2).Distinct().Where(w => !w.HasExited)];
            Array.ForEach(sleepers, w => Signal("STOP", w));
            Thread.Sleep(2000);
            Array.ForEach(sleepers, w => Signal("CONT", w));
            Thread.Sleep(300);
        }

        int evaluations = AssertNoneIsLostOrDoubled(address, 200);
        output.WriteLine($"200 results of {evaluations} evaluations");
        Assert.True(evaluations > 200, "no trial was given to another worker while its own stood still");
    }

    [Theory]
    [InlineData("random", 3000, 100)]
    [InlineData("tpe", 1500, 100)]
    [InlineData("gp", 60, 20)]
    public void Sqlite_KilledManyTimes_EndsAsIfItHadNotBeen(string sampler, int trials, int kills)
    {
        (string whole, string killed) = (Path.Combine(_folder, "whole.db"), Path.Combine(_folder, "killed.db"));
        Start(whole, trials, 0, sampler).WaitForExit();
        var random = new Random(2);
        IReadOnlyList<TrialRecord> before = [];
        for (int kill = 0; kill < kills; kill++)
        {
            using Process worker = Start(killed, trials, 3, sampler);
            if (kill % 5 > 0)
            {
                // A trial that lost three workers would fail, so most of them get one done; the others die as they start.
                worker.StandardOutput.ReadLine();
            }

            Thread.Sleep(random.Next(300));
            Assert.True(Kill(worker), $"the study ended after {kill} kills; give it more trials");
            IReadOnlyList<TrialRecord> after = Trials(killed);
            Assert.Equal(before.Where(t => t.IsFinished).Select(Text), after.Take(before.Count)
                .Where(t => before[t.Number].IsFinished).Select(Text));
            before = after;
        }

        Start(killed, trials, 0, sampler).WaitForExit();

        output.WriteLine($"{kills} kills until trial {before.Count}");
        Assert.True(before.Count > 20, $"only {before.Count} trials were begun before the last kill");
        Assert.Equal(trials, Trials(whole).Count(t => t.State == TrialState.Completed));
        Assert.Equal(Trials(whole).Select(Text), Trials(killed).Select(Text));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Compares the storage with what the workers wrote down by themselves.</summary>
    /// <returns>How many evaluations there were.</returns>
    private int AssertNoneIsLostOrDoubled(string address, int count)
    {
        using IStudyStorage storage = StudyStorage.Open(address);
        IReadOnlyList<TrialRecord> trials = storage.Trials(storage.FindStudy("chaos")!.Id);
        ILookup<string, (int Number, double Value)> diary = Directory.GetFiles(_folder).SelectMany(File.ReadLines)
            .Select(line => line.Split(' ')).ToLookup(
                words => words[0],
                words => (int.Parse(words[1], null), double.Parse(words[2], CultureInfo.InvariantCulture)));

        Assert.Equal(Enumerable.Range(0, count), trials.Select(t => t.Number));
        Assert.All(trials, t => Assert.Equal((TrialState.Completed, 1, 12), (t.State, t.Values.Count, t.Parameters.Count)));

        // What a worker was told to be stored is stored, and no second result took its place.
        Assert.All(diary["told"], told => Assert.Equal(told.Value, trials[told.Number].Value));
        Assert.Equal(diary["told"].Count(), diary["told"].Distinct().Count());
        Assert.Subset(diary["evaluated"].ToHashSet(), trials.Select(t => (t.Number, t.Value)).ToHashSet());
        return diary["evaluated"].Count();
    }

    private static bool HasDone(Process worker) => worker.HasExited && !WasKilled(worker);

    /// <returns>Whether it was alive.</returns>
    private static bool Kill(Process worker)
    {
        worker.Kill();
        worker.WaitForExit();
        return WasKilled(worker);
    }

    private static bool WasKilled(Process worker)
    {
        const int byKill = 128 + 9;
        Assert.True(worker.ExitCode is 0 or byKill, $"a worker failed with exit code {worker.ExitCode}");
        return worker.ExitCode == byKill;
    }

    private static void Signal(string signal, Process worker) =>
        Process.Start("kill", [$"-{signal}", $"{worker.Id}"]).WaitForExit();

    private static string Text(TrialRecord trial) => $"{trial.Number} {trial.State} {string.Join(' ', trial.Values)} "
        + string.Join(' ', trial.Parameters.OrderBy(p => p.Key).Select(p => $"{p.Key}={p.Value:R}"));

    private static IReadOnlyList<TrialRecord> Trials(string path)
    {
        using IStudyStorage storage = StudyStorage.Open(path);
        return storage.FindStudy("chaos") is { } study ? storage.Trials(study.Id) : [];
    }

    private static Process Start(string address, int trials, int milliseconds, params string[] rest) => Process.Start(
        new ProcessStartInfo("dotnet", [
            Path.Combine(AppContext.BaseDirectory, "PocketFlow.StorageBench.dll"), "work", address, $"{trials}",
            $"{milliseconds}", .. rest])
        {
            RedirectStandardOutput = true,
        })!;
}
