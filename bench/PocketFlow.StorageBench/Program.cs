using System.Globalization;
using PocketFlow.Search;
using PocketFlow.StorageBench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["work", var place, var trials, var milliseconds, var sampler, .. var rest] when rest.Length < 3:
        string? folder = rest.Length > 0 ? rest[0] : null;
        var grace = TimeSpan.FromSeconds(rest.Length > 1 ? double.Parse(rest[1], null) : 30);
        Work.Run(place, int.Parse(trials, null), int.Parse(milliseconds, null), sampler, folder, grace);
        return 0;
    case ["time", var place, var trials, .. var rest] when rest.Length < 2:
        Times.Run(place, int.Parse(trials, null), rest is [var named] ? named : "tpe");
        return 0;
    default:
        Console.Error.WriteLine($"""
            PocketFlow.StorageBench time STORAGE TRIALS [SAMPLER]
                times of ask and tell while a study grows to so many trials
            PocketFlow.StorageBench work STORAGE TRIALS MS SAMPLER [FOLDER [GRACE]]
                one worker of a study; each trial takes so many milliseconds. In FOLDER it writes down what it evaluates and
                what the storage took; a worker that is silent for GRACE seconds is taken for dead
            samplers: {string.Join(", ", SamplerRegistry.Default.Names)}
            """);
        return 1;
}
