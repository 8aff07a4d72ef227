using PocketFlow.Testing;

namespace PocketFlow.Tests.ForeignModels;

/// <summary>A test that runs models made by others in both runtimes; it skips, with a reason, where any is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedModelTheoryAttribute : TheoryAttribute
{
    public SharedModelTheoryAttribute(params string[] files)
    {
        string? missing = Array.Find(files, f => SharedFiles.Find(Path.Combine("models", f)) is null);
        Skip = missing is null ? RuntimesFactAttribute.Missing : $"shared/models/{missing} is not on this machine.";
    }
}
