using System.Diagnostics;

namespace PocketFlow.Tests.Conformance;

/// <summary>
/// A test that has the onnx package check files; it skips, with a reason, where Python lacks the package.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnnxCheckerFactAttribute : FactAttribute
{
    /// <summary>The newest opset that the oldest package in use knows.</summary>
    public const int NewestOpset = 17;

    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<string?> s_missing = new(() => RuntimesFactAttribute.Missing
        ?? (Run("import onnx.checker") is { Length: > 0 } error ? $"{Python} can't check ONNX files: {error}" : null));

    public OnnxCheckerFactAttribute() => Skip = s_missing.Value;

    /// <summary>Checks the files of a folder that a pattern matches.</summary>
    public static void Check(string folder, string pattern) => Assert.Equal(
        "", Run(
            $"""
            import glob, onnx
            for path in sorted(glob.glob('{folder}/{pattern}')):
                try:
                    onnx.checker.check_model(onnx.load(path), full_check=True)
                except Exception as e:
                    model = onnx.load(path)
                    print([n.op_type for n in model.graph.node], model.opset_import[0].version, e)
            """));

    private static string Run(string script)
    {
        var start = new ProcessStartInfo(Python, ["-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : output + errors.Result;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }
}
