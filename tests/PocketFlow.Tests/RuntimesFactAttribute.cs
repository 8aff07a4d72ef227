using PocketFlow.Runtimes;

namespace PocketFlow.Tests;

/// <summary>A test that needs LiteRT and ONNX Runtime; it skips, with a reason, where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimesFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_missing = new(FindMissing);

    public RuntimesFactAttribute() => Skip = Missing;

    /// <summary>What is missing and how to install it, or null.</summary>
    public static string? Missing => s_missing.Value;

    private static string? FindMissing()
    {
        using var runtimes = new ModelRuntimes();
        return runtimes.All.FirstOrDefault(r => !r.Status.IsAvailable) is { } missing
            ? $"{missing.Name} is not available: {missing.Status.Detail} To install it: {missing.Status.InstallCommand}"
            : null;
    }
}
