// Training steps of a CIFAR ResNet, and the cost of a call. Usage:
//   PocketFlow.EngineBench                                            the cost of a call through the dispatcher
//   PocketFlow.EngineBench serve <fp32|bf16> <network> <batch> <threads>  one timed step for each line read;
//                                                                     bench/engine/compare.py drives it beside PyTorch
using System.Diagnostics;
using System.Globalization;
using PocketFlow.EngineBench;
using PocketFlow.Torch;

if (args is not ["serve", var mode, var network, var batch, var threads])
{
    DispatchCost.Print();
    return;
}

Engine.Threads = int.Parse(threads, CultureInfo.InvariantCulture);
using TrainingStep served = new(mode, network, int.Parse(batch, CultureInfo.InvariantCulture));
while (Console.ReadLine() is not null)
{
    served.Run(timed: true);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{served.Milliseconds[^1]:F2} {Environment.CpuUsage.TotalTime.TotalMilliseconds:F1} " +
        $"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20}"));
}
