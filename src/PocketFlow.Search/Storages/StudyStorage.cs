using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>Opens storages by what users write.</summary>
public static class StudyStorage
{
    private const string SqliteScheme = "sqlite:///";
    private const string Expected =
        "expected the path of an SQLite file, 'Host=…;Database=…' or 'postgres://…' for PostgreSQL, or 'memory'.";

    /// <summary>Opens a storage.</summary>
    /// <param name="text"><c>memory</c>; <c>Host=…;Database=…</c> or <c>postgres://…</c> for PostgreSQL; else the path of an
    /// SQLite file, with or without Optuna's <c>sqlite:///</c> before it.</param>
    /// <param name="mustExist">Whether a missing or empty file or database is an error, instead of being made a storage.</param>
    /// <exception cref="StudyException">It can't be reached, is damaged, or is no storage of studies.</exception>
    public static IStudyStorage Open(string text, bool mustExist = false)
    {
        if (text == "memory")
        {
            return new MemoryStorage();
        }

        if (IsPostgres(text))
        {
            return new PostgresStorage(text, mustExist: mustExist);
        }

        string path = text.StartsWith(SqliteScheme, StringComparison.Ordinal) ? text[SqliteScheme.Length..] : text;
        int scheme = path.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
        {
            // Only the kind is repeated: the rest may hold a password.
            throw new StudyException($"found a storage of the unknown kind '{path[..scheme]}://'; {Expected} Correct it.");
        }

        if (path.Length == 0 || Directory.Exists(path) || mustExist && !File.Exists(path))
        {
            throw new StudyException($"found no storage of studies at '{path}'; {Expected} Check the path.");
        }

        return new SqliteStorage(path, mustExist: mustExist);
    }

    /// <summary>The study of a name.</summary>
    /// <exception cref="StudyException">There is none; the message lists those there are.</exception>
    public static StudyRecord Find(IStudyStorage storage, string name)
    {
        if (storage.FindStudy(name) is { } study)
        {
            return study;
        }

        string[] known = [.. storage.Studies().Select(s => s.Name)];
        string meant = Spelling.Nearest(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        throw new StudyException(known.Length == 0
            ? $"found no study named '{name}': the storage has none."
            : $"found no study named '{name}'; expected one of {string.Join(", ", known)}.{meant}");
    }

    private static bool IsPostgres(string text) =>
        text.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) && text.Contains("://", StringComparison.Ordinal)
        || ((string[])["Host=", "Server=", "Database="]).Any(k => text.Contains(k, StringComparison.OrdinalIgnoreCase));
}
