using System.Diagnostics;
using System.Globalization;
using PocketFlow.Torch;

namespace PocketFlow.Training.Tests.Tasks;

/// <summary>The numbers of <c>Oracle/tasks.py</c>, which runs once.</summary>
internal static class TaskOracle
{
    private static readonly Lazy<Dictionary<string, double[]>> s_lines = new(Run);

    public static double[] Numbers(string name) => s_lines.Value[name];

    /// <summary>The same inputs as the script's.</summary>
    public static float[] Inputs(int seed, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (float)(3 * Math.Sin((0.7 * i) + seed)))];

    public static Tensor Inputs(int seed, params long[] shape) =>
        Tensor.FromArray(Inputs(seed, (int)shape.Aggregate((a, b) => a * b)), shape);

    private static Dictionary<string, double[]> Run()
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Oracle", "tasks.py");
        var start = new ProcessStartInfo("/usr/bin/python3", [script]) { RedirectStandardOutput = true };
        using Process python = Process.Start(start)!;
        string output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ")).ToDictionary(
            parts => parts[0],
            parts => Array.ConvertAll(parts[1].Split(' '), n => double.Parse(n, CultureInfo.InvariantCulture)));
    }
}
