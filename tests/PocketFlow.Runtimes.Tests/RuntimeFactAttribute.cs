using PocketFlow.Runtimes.LiteRt;
using PocketFlow.Runtimes.OnnxRuntime;

namespace PocketFlow.Runtimes.Tests;

/// <summary>A test that needs a runtime, and maybe trained models or CIFAR-10; skipped where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeFactAttribute : FactAttribute
{
    public const string LiteRt = "LiteRT";
    public const string Onnx = "ONNX Runtime";

    private static readonly Dictionary<string, RuntimeStatus> s_status = FindAll();

    public RuntimeFactAttribute(string runtime, params string[] sharedModels)
    {
        var status = s_status[runtime];
        var missing = sharedModels.Where(model => TestModels.Shared(model) is null).ToList();
        if (!status.IsAvailable)
        {
            Skip = $"{runtime} is not available: {status.Detail} To install it: {status.InstallCommand}";
        }
        else if (missing.Count > 0)
        {
            Skip = $"No shared/models directory with {string.Join(", ", missing)}; POCKETFLOW_SHARED names one.";
        }
    }

    /// <summary>Whether the test needs CIFAR-10's test images.</summary>
    public bool NeedsCifar10
    {
        get => false;
        init => Skip ??= value && CifarImages.Path is null ? CifarImages.Missing : null;
    }

    private static Dictionary<string, RuntimeStatus> FindAll()
    {
        using var litert = new LiteRtRuntime();
        using var onnx = new OrtRuntime();
        return new() { [LiteRt] = litert.Status, [Onnx] = onnx.Status };
    }
}
