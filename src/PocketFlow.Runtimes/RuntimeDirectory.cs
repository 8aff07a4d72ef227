namespace PocketFlow.Runtimes;

/// <summary>Finds what <c>runtimes/install.sh</c> installed.</summary>
internal static class RuntimeDirectory
{
    public const string Variable = "POCKETFLOW_RUNTIMES";

    private const string InstalledFolder = "artifacts/runtimes";

    /// <summary>Looks for a file in the directory that the variable names, else in artifacts/runtimes above.</summary>
    /// <param name="relativePath">Path of the file inside the directory.</param>
    /// <param name="tried">What to tell the user when the answer is null.</param>
    public static string? Find(string relativePath, out string tried) =>
        Find(relativePath, Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory, out tried);

    public static string? Find(string relativePath, string? named, string start, out string tried)
    {
        if (!string.IsNullOrEmpty(named))
        {
            tried = $"{relativePath} is not in {named}, the directory that {Variable} names.";
            return Existing(Path.Combine(named, relativePath));
        }

        tried = $"{relativePath} is not in {InstalledFolder} of {start} or a directory above it.";
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (Existing(Path.Combine(folder.FullName, InstalledFolder, relativePath)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The command that installs the runtimes, with the script's path when it is above us.</summary>
    public static string InstallCommand()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Existing(Path.Combine(folder.FullName, "runtimes", "install.sh")) is { } script)
            {
                return script;
            }
        }

        return "runtimes/install.sh (in PocketFlow's repository)";
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}
