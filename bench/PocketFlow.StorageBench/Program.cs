using System.Diagnostics;
using System.Globalization;
using PocketFlow.Search;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["work", var address, var count, var milliseconds])
{
    Work(address, int.Parse(count, null), int.Parse(milliseconds, null));
    return 0;
}

if (args is ["time", var place, var trials])
{
    Time(place, int.Parse(trials, null));
    return 0;
}

Console.Error.WriteLine("""
    PocketFlow.StorageBench time STORAGE TRIALS          times of ask and tell while a study grows to so many trials
    PocketFlow.StorageBench work STORAGE TRIALS MS       one worker of a study; each trial takes so many milliseconds
    """);
return 1;

static SearchSpace Space()
{
    var space = new SearchSpace();
    for (int i = 0; i < 12; i++)
    {
        space.Add($"layer{i}", new FloatDistribution(0, 0.9));
    }

    return space;
}

static double Value(Trial trial) => trial.Parameters.Values.Sum(v => (v - 0.4) * (v - 0.4));

// Workers are killed by whoever tests that nothing is lost; see tests/PocketFlow.Search.Tests/Storages/ChaosTests.cs.
static void Work(string address, int count, int milliseconds)
{
    using IStudyStorage storage = StudyStorage.Open(address);
    Study study = Study.CreateOrOpen(storage, "chaos", new StudyOptions { Seed = 11 });
    bool isFirst = true;
    new StudyWorker(study, new WorkerOptions { PollInterval = TimeSpan.FromSeconds(0.05) }).Run(Space(), (trial, stop) =>
    {
        if (isFirst)
        {
            Console.WriteLine("begun");
            isFirst = false;
        }

        Thread.Sleep(milliseconds);
        return TrialResult.Completed(Value(trial));
    }, count);
}

static void Time(string place, int trials)
{
    using IStudyStorage storage = StudyStorage.Open(place);
    Study study = Study.CreateOrOpen(storage, "time", new StudyOptions { Seed = 11 });
    SearchSpace space = Space();
    const int window = 200;
    var asks = new List<double>();
    var tells = new List<double>();
    Console.WriteLine("| trials | ask median | ask p90 | tell median | tell p90 |\n|---|---|---|---|---|");
    for (int i = 1; i <= trials; i++)
    {
        long start = Stopwatch.GetTimestamp();
        Trial trial = study.Ask(space);
        asks.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        start = Stopwatch.GetTimestamp();
        study.Tell(trial, Value(trial));
        tells.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        if (i % window == 0)
        {
            if (i is 1000 or 2000 or 5000 || i == trials)
            {
                Console.WriteLine($"| {i} | {At(asks, 0.5):F2} | {At(asks, 0.9):F2} | {At(tells, 0.5):F2} | {At(tells, 0.9):F2} |");
            }

            asks.Clear();
            tells.Clear();
        }
    }

    using IStudyStorage again = StudyStorage.Open(place);
    long opened = Stopwatch.GetTimestamp();
    int found = Study.CreateOrOpen(again, "time", new StudyOptions { Seed = 11 }).Trials.Count;
    Console.WriteLine($"\nreading {found} trials at the start: {Stopwatch.GetElapsedTime(opened).TotalMilliseconds:F0} ms");

    static double At(List<double> times, double share) => times.Order().ElementAt((int)(share * times.Count));
}
