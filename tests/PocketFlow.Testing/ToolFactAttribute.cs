using System.Diagnostics;

namespace PocketFlow.Testing;

/// <summary>A test whose oracle is a foreign program; it skips, with a reason, where the program doesn't run.</summary>
public sealed class ToolFactAttribute : FactAttribute
{
    private static readonly Dictionary<string, bool> s_known = [];

    /// <param name="commands">Commands that must end with code 0, for example <c>/usr/bin/python3 -c "import onnx"</c>.</param>
    public ToolFactAttribute(params string[] commands) => Skip = ReasonToSkip(commands);

    /// <summary>Why a test that needs these commands can't run, or null where it can.</summary>
    public static string? ReasonToSkip(params string[] commands) =>
        Array.Find(commands, c => !Runs(c)) is { } missing ? $"'{missing}' doesn't run on this machine." : null;

    private static bool Runs(string command)
    {
        lock (s_known)
        {
            if (!s_known.TryGetValue(command, out bool runs))
            {
                s_known[command] = runs = Start(command);
            }

            return runs;
        }
    }

    private static bool Start(string command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command + " >/dev/null 2>&1"]);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
