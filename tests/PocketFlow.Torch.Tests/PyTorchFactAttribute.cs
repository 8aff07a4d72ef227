using System.Diagnostics;
using Xunit;

namespace PocketFlow.Torch.Tests;

/// <summary>A test that compares with PyTorch in Debian's Python; skipped where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PyTorchFactAttribute : FactAttribute
{
    public const string Python = "/usr/bin/python3";
    private static readonly Lazy<bool> s_installed = new(IsInstalled);

    public PyTorchFactAttribute()
    {
        if (!s_installed.Value)
        {
            Skip = "PyTorch is not installed; run 'apt-get install python3-torch'.";
        }
    }

    private static bool IsInstalled()
    {
        if (!File.Exists(Python))
        {
            return false;
        }

        ProcessStartInfo start = new(Python, [
            "-c", "import importlib.util as u, sys; sys.exit(u.find_spec('torch') is None)"]);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
