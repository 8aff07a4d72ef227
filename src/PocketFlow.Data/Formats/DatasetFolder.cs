namespace PocketFlow.Data;

/// <summary>Looks for files in a folder, and turns failures of the file system into data set errors.</summary>
internal static class DatasetFolder
{
    private const int ListedNames = 6;

    /// <summary>The folder itself, or the first of its known subfolders that holds the files.</summary>
    public static string Descend(string directory, IEnumerable<string> subfolders, Func<string, bool> holdsFiles)
    {
        return holdsFiles(directory)
            ? directory
            : subfolders.Select(name => Path.Combine(directory, name)).FirstOrDefault(holdsFiles) ?? directory;
    }

    /// <summary>The path of the first candidate name that exists, or null.</summary>
    public static string? Find(string directory, IEnumerable<string> names) =>
        names.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists);

    /// <summary>The error for a file that is not there; it lists what is.</summary>
    public static DatasetException Missing(string directory, string expected, string advice) =>
        new(directory, Listing(directory), expected, advice);

    /// <summary>Runs a read, and reports a failure of file system or decompressor as a fault of the file.</summary>
    public static T Read<T>(string path, string expected, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new DatasetException(
                path, $"a file that cannot be read ({error.Message.TrimEnd('.')})", expected,
                "Check the file's permissions, or fetch it again", error);
        }
    }

    private static string Listing(string directory)
    {
        return Read(directory, "a readable folder", () =>
        {
            string[] names = [.. Directory.EnumerateFileSystemEntries(directory)
                .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
            string more = names.Length > ListedNames ? $" and {names.Length - ListedNames} more" : "";
            return names.Length == 0
                ? "an empty folder" : $"a folder with {string.Join(", ", names.Take(ListedNames))}{more}";
        });
    }
}
