using PocketFlow.Runtimes;
using PocketFlow.Testing;

namespace PocketFlow.Formats.Tests.TfLite;

/// <summary>A test that runs files in LiteRT and ONNX Runtime; it skips, with a reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimesTheoryAttribute : TheoryAttribute
{
    private static readonly string? s_missing = FindMissing();

    /// <param name="commands">Foreign programs that must run too.</param>
    public RuntimesTheoryAttribute(params string[] commands) =>
        Skip = s_missing ?? ToolFactAttribute.ReasonToSkip(commands);

    private static string? FindMissing()
    {
        using var runtimes = new ModelRuntimes();
        return runtimes.All.Where(r => !r.Status.IsAvailable)
            .Select(r => $"{r.Name} is not available: {r.Status.Detail} To install it: {r.Status.InstallCommand}")
            .FirstOrDefault();
    }
}
