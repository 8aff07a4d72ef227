namespace PocketFlow.Search;

/// <summary>Opens storages by what users write.</summary>
public static class StudyStorage
{
    /// <summary>Opens a storage.</summary>
    /// <param name="text"><c>memory</c>; <c>Host=…;Database=…</c> or <c>postgres://…</c> for PostgreSQL; else the path of an
    /// SQLite file, with or without Optuna's <c>sqlite:///</c> before it.</param>
    /// <param name="mustExist">Whether a missing SQLite file is an error, instead of being created.</param>
    /// <exception cref="StudyException">It can't be reached, is damaged, or is no storage of studies.</exception>
    public static IStudyStorage Open(string text, bool mustExist = false)
    {
        if (text == "memory")
        {
            return new MemoryStorage();
        }

        if (text.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) && text.Contains("://", StringComparison.Ordinal)
            || text.Contains("Host=", StringComparison.OrdinalIgnoreCase))
        {
            return new PostgresStorage(text);
        }

        const string scheme = "sqlite:///";
        string path = text.StartsWith(scheme, StringComparison.Ordinal) ? text[scheme.Length..] : text;
        if (path.Length == 0 || Directory.Exists(path) || mustExist && !File.Exists(path))
        {
            throw new StudyException($"found no storage of studies at '{path}'; expected the path of an SQLite file, "
                + "'Host=…;Database=…' for PostgreSQL, or 'memory'. Check the path.");
        }

        return new SqliteStorage(path);
    }
}
