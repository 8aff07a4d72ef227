using System.Diagnostics;
using System.Globalization;

namespace PocketFlow.Search;

/// <summary>Names of workers: machine, process and a number that is never used twice, so that workers of the same machine
/// can see when a process has ended.</summary>
public static class WorkerName
{
    private const char Separator = '/';

    /// <summary>What a process id is unique in, once the process's start is added: a machine, or a container of it.</summary>
    private static readonly string s_machine = Environment.MachineName.Replace(Separator, '-') + Space();

    /// <summary>A new name for a worker in this process.</summary>
    public static string New()
    {
        using var process = Process.GetCurrentProcess();
        return string.Join(Separator, s_machine, Identity(process), Guid.NewGuid().ToString("N"));
    }

    /// <summary>Whether the worker was a process of this machine that has ended. Of others nothing is known: false.</summary>
    public static bool HasEnded(string worker)
    {
        string[] parts = worker.Split(Separator);
        if (parts.Length != 3 || parts[0] != s_machine
            || !int.TryParse(parts[1].Split('-')[0], CultureInfo.InvariantCulture, out int id))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(id);
            return Identity(process) != parts[1];
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }

    /// <summary>Process ids are used again, so the start of the process belongs to it.</summary>
    private static string Identity(Process process) => string.Create(
        CultureInfo.InvariantCulture, $"{process.Id}-{Start(process)}");

    private static string Start(Process process)
    {
        string stat = $"/proc/{process.Id}/stat";
        if (!File.Exists(stat))
        {
            return process.StartTime.ToUniversalTime().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        }

        // Ticks since the start of the system: the 22nd field, the 20th after the name in parentheses.
        string text = File.ReadAllText(stat);
        return text[(text.LastIndexOf(')') + 2)..].Split(' ')[19];
    }

    /// <summary>Containers have their own process ids, and may share the machine's name.</summary>
    private static string Space() =>
        File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false) is { } target
            ? string.Concat(target.Name.Where(char.IsAsciiDigit))
            : "";
}
