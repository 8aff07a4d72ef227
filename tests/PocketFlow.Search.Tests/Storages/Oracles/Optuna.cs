using System.Diagnostics;

namespace PocketFlow.Search.Tests;

/// <summary>Runs Optuna's own source in Debian's Python.</summary>
internal static class Optuna
{
    public static string? Directory => Environment.GetEnvironmentVariable("POCKETFLOW_OPTUNA");

    /// <summary>Runs a script that gets the storage's URL as <c>url</c>.</summary>
    /// <returns>What it printed.</returns>
    public static string Run(string url, string script)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", ["-"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PYTHONPATH"] = Directory;
        using Process process = Process.Start(start)!;
        process.StandardInput.Write($"import optuna, json\noptuna.logging.set_verbosity(40)\nurl = '{url}'\n{script}\n");
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output;
    }
}
