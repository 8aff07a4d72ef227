namespace PocketFlow.Testing;

/// <summary>Finds data and models that lie beside the checkout; a user has none of them, so tests skip without.</summary>
public static class SharedFiles
{
    /// <summary>The file or folder under <c>shared/</c>, or null where it is absent.</summary>
    public static string? Find(string relativePath)
    {
        string? given = Environment.GetEnvironmentVariable("POCKETFLOW_SHARED");
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); given is null && d is not null; d = d.Parent)
        {
            string candidate = Path.Combine(d.FullName, "shared");
            given = Directory.Exists(candidate) ? candidate : null;
        }

        string path = Path.Combine(given ?? "", relativePath);
        return given is not null && (File.Exists(path) || Directory.Exists(path)) ? path : null;
    }
}
