// Times a training step of ResNet-20 (CIFAR shape) and the cost of a call. Usage:
//   PocketFlow.EngineBench [steps] [batch] [threads] [mode …]       modes: fp32 fp32-nhwc bf16 bf16-nhwc
//   PocketFlow.EngineBench serve <mode> <batch> <threads>  one timed step for each line read; bench/engine/compare.py
// Modes are stepped in turn, so that noise of the machine hits all of them; one of them alone reports peak memory.
using System.Diagnostics;
using System.Globalization;
using PocketFlow.EngineBench;
using PocketFlow.Torch;

if (args is ["serve", ..])
{
    Engine.Threads = int.Parse(args[3], CultureInfo.InvariantCulture);
    using TrainingStep served = new(args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
    while (Console.ReadLine() is not null)
    {
        served.Run(timed: true);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{served.Milliseconds[^1]:F2} {Environment.CpuUsage.TotalTime.TotalMilliseconds:F1} {Process.GetCurrentProcess().PeakWorkingSet64 >> 20}"));
    }

    return;
}

int steps = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 15;
int batch = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 128;
int threads = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 2;
string[] modes = args.Length > 3 ? args[3..] : ["fp32", "fp32-nhwc", "bf16", "bf16-nhwc"];

Engine.Threads = threads;
if (args.Length <= 3)
{
    DispatchCost.Print();
}

List<TrainingStep> all = [.. modes.Select(mode => new TrainingStep(mode, batch))];
for (int i = -3; i < steps; i++)
{
    foreach (TrainingStep one in all)
    {
        one.Run(timed: i >= 0);
    }
}

foreach (TrainingStep one in all)
{
    one.Milliseconds.Sort();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{one.Mode,-10} median {one.Milliseconds[steps / 2]:F1} ms, min {one.Milliseconds[0]:F1} ms, " +
        $"processor {one.ProcessorMilliseconds / steps:F1} ms, loss {one.Loss:F4}"));
    one.Dispose();
}

long peak = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
Console.WriteLine(FormattableString.Invariant($"libtorch {Engine.Version}, peak memory {peak} MiB"));
