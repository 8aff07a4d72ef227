using PocketFlow.Search;

namespace PocketFlow.StorageBench;

/// <summary>A worker that is killed by whoever tests that nothing is lost; see <c>ChaosTests</c>.</summary>
internal static class Work
{
    /// <summary>Evaluates trials until the study has enough. Prints a line when the storage has taken the first result.</summary>
    /// <param name="place">The storage.</param>
    /// <param name="trials">How many trials the study is to have.</param>
    /// <param name="milliseconds">How long a trial takes.</param>
    /// <param name="sampler">The sampler's name.</param>
    /// <param name="folder">Where the worker writes down what it does; then no two evaluations have the same value, so that
    /// a stored value tells which one it is of. Null for none, and values that depend on parameters alone.</param>
    /// <param name="grace">After how long a silent worker is taken for dead.</param>
    public static void Run(string place, int trials, int milliseconds, string sampler, string? folder, TimeSpan grace)
    {
        using IStudyStorage storage = StudyStorage.Open(place);
        Study study = Study.CreateOrOpen(storage, "chaos", new StudyOptions
        {
            Seed = 11, Sampler = SamplerRegistry.Default.Create(sampler),
        });
        using StreamWriter? diary = folder is null ? null : new(Path.Combine(folder, $"{Guid.NewGuid():N}")) { AutoFlush = true };
        double value = 0;
        bool isFirst = true;
        new StudyWorker(study, new WorkerOptions
        {
            PollInterval = TimeSpan.FromSeconds(0.05), Grace = grace, HeartbeatInterval = grace / 5,
            Told = trial =>
            {
                diary?.WriteLine($"told {trial.Number} {value:R}");
                if (isFirst)
                {
                    Console.WriteLine("begun");
                    isFirst = false;
                }
            },
        }).Run(Problem.Space(), (trial, _) =>
        {
            Thread.Sleep(milliseconds);
            value = Problem.Value(trial) + (diary is null ? 0 : Random.Shared.NextDouble());
            diary?.WriteLine($"evaluated {trial.Number} {value:R}");
            return TrialResult.Completed(value);
        }, trials);
    }
}
