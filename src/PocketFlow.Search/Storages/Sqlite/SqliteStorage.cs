namespace PocketFlow.Search;

/// <summary>Keeps studies in an SQLite file, for workers on one machine. Optuna opens it as <c>sqlite:///PATH</c>.</summary>
/// <remarks>A process that is killed loses nothing that was stored before; see <see cref="IStudyStorage"/>.</remarks>
public sealed class SqliteStorage : RelationalStorage
{
    static SqliteStorage() => SQLitePCL.Batteries_V2.Init();

    /// <summary>Opens a file, or creates it.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="clock">Where times come from; null for the system's clock.</param>
    /// <param name="mustExist">Whether an empty file is an error, instead of being made a storage.</param>
    /// <exception cref="StudyException">The file is damaged, of another program, or can't be written to.</exception>
    public SqliteStorage(string path, TimeProvider? clock = null, bool mustExist = false)
        : base(new SqliteDialect(path, clock ?? TimeProvider.System), clock ?? TimeProvider.System, mustExist)
    {
    }
}
