using System.Runtime.InteropServices;
using PocketFlow.Torch;

namespace PocketFlow.Reports;

/// <summary>The machine and the versions that figures were measured with.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">The number of logical processors.</param>
/// <param name="System">The operating system.</param>
/// <param name="DotNet">The .NET runtime.</param>
/// <param name="LibTorch">The training engine's version.</param>
/// <param name="PocketFlow">This library's version.</param>
public sealed record MachineReport(
    string Processor, int Cores, string System, string DotNet, string LibTorch, string PocketFlow)
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>Describes this machine.</summary>
    public static MachineReport Here() => new(
        ProcessorName(), Environment.ProcessorCount, RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription, Engine.Version,
        typeof(MachineReport).Assembly.GetName().Version?.ToString() ?? "");

    private static string ProcessorName()
    {
        string? line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
