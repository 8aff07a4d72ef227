using System.Diagnostics;
using System.Globalization;

namespace PocketFlow.FormatsBench;

/// <summary>Time and peak memory of a step, measured in a process of its own.</summary>
internal static class Measurement
{
    private const double Megabyte = 1e6;

    /// <summary>Executes a step; prints its seconds, the processor's, and by how many bytes the peak grew.</summary>
    public static void Report(Func<object> step)
    {
        long before = PeakBytes();
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        object result = step();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double processor = (Environment.CpuUsage.TotalTime - used).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds} {processor} {PeakBytes() - before}"));
        GC.KeepAlive(result);
    }

    /// <summary>Prints the head of the table.</summary>
    public static void PrintHead() => Console.WriteLine(
        $"{"step",-9} {"file",-9} {"MB",6} {"seconds",8} {"processor, s",12} {"peak above start, MB",21} "
        + $"{"times the file",15}");

    /// <summary>Runs a step on a file in a new process and prints a line of the table.</summary>
    public static void Run(string step, string path, string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        string[] program = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(Measurement).Assembly.Location]
            : [];
        foreach (string argument in (string[])[.. program, step, path, Path.Combine(folder, "out")])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        string[] figures = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries);
        process.WaitForExit();
        double size = Size(path);
        double[] numbers = Array.ConvertAll(figures, f => double.Parse(f, CultureInfo.InvariantCulture));
        (double seconds, double processor, double peak) = (numbers[0], numbers[1], numbers[2]);
        string name = Path.GetFileNameWithoutExtension(path);
        Console.WriteLine(
            $"{step,-9} {name,-9} {size / Megabyte,6:f1} {seconds,8:f2} {processor,12:f2} {peak / Megabyte,21:f1} "
            + $"{peak / size,15:f2}");
    }

    private static double Size(string path) => new FileInfo(path).Length
        + (File.Exists(path + ".data") ? new FileInfo(path + ".data").Length : 0);

    // The system's own count: what was resident at most, code and runtime included.
    private static long PeakBytes()
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        string kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return 1024 * long.Parse(kilobytes, CultureInfo.InvariantCulture);
    }
}
