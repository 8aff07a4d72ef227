using System.Globalization;
using PocketFlow.SamplerBench;

// Runs our samplers on the functions of bench/samplers, whose scripts run Optuna's and compare both.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["run", var samplers, var seeds, var output]:
        Runs.Write(samplers.Split(','), BenchFunction.All, int.Parse(seeds), output);
        return 0;
    case ["run", var samplers, var functions, var seeds, var output]:
        BenchFunction[] some = [.. functions.Split(',').Select(BenchFunction.Named)];
        Runs.Write(samplers.Split(','), some, int.Parse(seeds), output);
        return 0;
    case ["ask", var sampler, var function, var trials, var repeats]:
        Console.WriteLine(
            AskTimes.Measure(sampler, BenchFunction.Named(function), int.Parse(trials), int.Parse(repeats)));
        return 0;
    case ["evaluate"]:
        return Evaluations.Answer(Console.In, Console.Out);
    default:
        Console.Error.WriteLine(
            "expected: run SAMPLERS [FUNCTIONS] SEEDS OUTPUT.json | ask SAMPLER FUNCTION TRIALS REPEATS | "
            + "evaluate < POINTS.json");
        return 1;
}
