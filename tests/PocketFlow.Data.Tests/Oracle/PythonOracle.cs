using System.Diagnostics;

namespace PocketFlow.Data.Tests;

/// <summary>Runs a script of this folder, which writes files for tests to read.</summary>
internal static class PythonOracle
{
    public const string Pillow = "/usr/bin/python3 -c \"import numpy, PIL\"";
    public const string Numpy = "/usr/bin/python3 -c \"import numpy\"";
    public const string Protobuf = "/usr/bin/python3 -c \"import numpy, google.protobuf\"";

    /// <summary>A new folder with what a script wrote.</summary>
    public static TempFolder Run(string script)
    {
        var folder = new TempFolder();
        string path = Path.Combine(AppContext.BaseDirectory, "Oracle", script);
        var start = new ProcessStartInfo("/usr/bin/python3", [path, folder.Path]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{script} failed: {errors}");
        return folder;
    }
}
