using System.Diagnostics;
using PocketFlow.Torch;

namespace PocketFlow.EngineBench;

/// <summary>What one operator call costs beside its arithmetic.</summary>
internal static class DispatchCost
{
    private const int Calls = 20_000;

    public static void Print()
    {
        using TensorScope outer = TensorScope.Begin();
        Tensor x = Tensor.Ones([1]);
        Tensor w = Tensor.Ones([1]).WithRequiresGrad();
        using (Engine.NoGrad())
        {
            Report("x + 1 without recording", () => x.Add(1));
            Report("x += 1 without recording", () => x.AddInPlace(0));
        }

        Report("w + 1 with recording", () => w.Add(1));
        Report("view", () => x.View([1, 1]));
    }

    private static void Report(string name, Action action)
    {
        double best = double.MaxValue;
        for (int round = 0; round < 7; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Calls / 100; i++)
            {
                using TensorScope scope = TensorScope.Begin();
                for (int k = 0; k < 100; k++)
                {
                    action();
                }
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / Calls);
        }

        Console.WriteLine(FormattableString.Invariant($"{name,-28} {best:F2} µs a call, freed by its scope"));
    }
}
