namespace PocketFlow.Testing;

/// <summary>A test that needs files from <c>shared/</c> and skips, with a reason, where one is absent.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(params string[] relativePaths)
    {
        string? missing = Array.Find(relativePaths, p => SharedFiles.Find(p) is null);
        Skip = missing is null ? null : $"shared/{missing} is not on this machine.";
    }
}
