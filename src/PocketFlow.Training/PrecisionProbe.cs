using System.Diagnostics;
using PocketFlow.Torch;

namespace PocketFlow.Training;

/// <summary>Finds out whether bfloat16 is faster than float32 on a device, by running a typical convolution in both.</summary>
internal static class PrecisionProbe
{
    private static readonly Lazy<bool> s_isFaster = new(Measure);

    public static Precision Resolve(Precision wanted, Device device)
    {
        if (wanted != Precision.Auto)
        {
            return wanted;
        }

        // Without instructions for it, oneDNN emulates bfloat16; only a clear gain is worth the coarser numbers.
        return device.Type == DeviceType.Cpu && s_isFaster.Value ? Precision.BFloat16 : Precision.Float32;
    }

    private static bool Measure()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor input = Tensor.Ones([32, 64, 16, 16]);
        Tensor weight = Tensor.Ones([64, 64, 3, 3]).WithRequiresGrad();
        double full = Time(input, weight, false);
        double half = Time(input, weight, true);
        return half < 0.8 * full;
    }

    private static double Time(Tensor input, Tensor weight, bool bfloat16)
    {
        double best = double.MaxValue;
        for (int i = 0; i < 4; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Tensor output;
            using (Engine.Autocast(enabled: bfloat16))
            {
                output = input.Conv2d(weight, padding: 1);
            }

            output.Sum().Backward();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        weight.Grad = null;
        return best;
    }
}
