using PocketFlow.Search;
using PocketFlow.Tests;

namespace PocketFlow.Cli.Tests;

/// <summary>What users see whose <c>--storage</c> can't be used: a message before any work, and files as they were.</summary>
public sealed class BadStorageTests : IDisposable
{
    private readonly TinyWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=d;Username=u;Password=hidden", "found no PostgreSQL server at 127.0.0.1:1", "Start it")]
    [InlineData("postgres://u:hidden@nowhere.invalid/d", "found no PostgreSQL server at nowhere.invalid:5432", "correct Host")]
    [InlineData("Host=127.0.0.1;Prot=5432;Password=hidden", "found a PostgreSQL address that can't be read", "Correct it")]
    [InlineData("mysql://u:hidden@h/d", "unknown kind 'mysql://'", "Host=")]
    [InlineData("/nowhere/study.db", "/nowhere/study.db", "expected")]
    [InlineData("/", "found no storage of studies at '/'", "Check the path")]
    public async Task AnyVerb_UnusableStorage_SaysWhatToDo(string storage, params string[] parts)
    {
        foreach (CommandRun run in await Verbs(storage))
        {
            run.AssertFailed(2, parts);
            Assert.DoesNotContain("hidden", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("text", "no SQLite database")]
    [InlineData("songs", "found the tables songs of another program")]
    [InlineData("newer", "found the schema 'v9.0.0.a'", "use a newer PocketFlow")]
    [InlineData("cut", "damaged database")]
    public async Task AnyVerb_FileThatIsNoStorage_LeavesItAsItIs(string kind, params string[] parts)
    {
        string path = BadFile(kind);
        byte[] before = File.ReadAllBytes(path);

        foreach (CommandRun run in await Verbs(path))
        {
            run.AssertFailed(2, [path, .. parts]);
        }

        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.False(File.Exists(_workshop.In("out/model.onnx")));
    }

    [Theory]
    [InlineData("study", "list")]
    [InlineData("worker")]
    public async Task ReadingVerb_EmptyFile_LeavesItEmpty(params string[] verb)
    {
        string path = _workshop.In("empty.db");
        File.WriteAllBytes(path, []);

        (await CommandRun.Of([.. verb, "--storage", path])).AssertFailed(2, path, "found nothing in it");

        Assert.Equal(0, new FileInfo(path).Length);
    }

    [Fact]
    public async Task Worker_StudyOfAnotherName_SuggestsTheKnownOne()
    {
        string path = _workshop.In("study.db");
        using (IStudyStorage storage = StudyStorage.Open(path))
        {
            Study.CreateOrOpen(storage, "serach", new StudyOptions());
        }

        (await CommandRun.Of("worker", "--storage", path)).AssertFailed(2, "no study named 'search'", "Did you mean 'serach'?");
        (await CommandRun.Of("worker", "--storage", path, "--study", "serach")).AssertFailed(2, "has no recipe with it");
    }

    [Fact]
    public async Task Compress_StudyOfSomethingElse_SaysWhatDiffersAndAddsNothing()
    {
        string path = _workshop.In("study.db");
        CommandRun first = await Compress(path, "--speed-up", "1.5");
        Assert.True(first.ExitCode == 0, first.Error);

        (await Compress(path, "--speed-up", "1.3")).AssertFailed(2, "made for another learner: found '\"speedUp\": 1.5", "1.3");
        (await Compress(path, "--speed-up", "1.5", "--search", "sobol")).AssertFailed(2, "made for another sampler", "random");
        (await Compress(path, "--speed-up", "1.5", "--validation", "random:16:0")).AssertFailed(2, "made for another data");
        (await Compress(path, "--speed-up", "1.5", "--objective", "distance")).AssertFailed(2, "made for another objective");

        using IStudyStorage storage = StudyStorage.Open(path);
        Assert.Equal(3, storage.Trials(StudyStorage.Find(storage, "search").Id).Count);
    }

    private async Task<CommandRun[]> Verbs(string storage) =>
    [
        await CommandRun.Of("study", "list", "--storage", storage),
        await CommandRun.Of("worker", "--storage", storage),
        await Compress(storage, "--speed-up", "1.5"),
    ];

    private Task<CommandRun> Compress(string storage, params string[] rest) => CommandRun.Of([
        "compress", _workshop.ModelPath, "--data", _workshop.Data, "--learner", "channel-pruning", "--epochs", "1",
        "--skip-benchmark", "-o", _workshop.In("out"), "--storage", storage, "--trials", "3",
        .. rest.Contains("--search") ? [] : (string[])["--search", "random"], .. rest]);

    private string BadFile(string kind)
    {
        string path = _workshop.In($"{kind}.db");
        if (kind == "text")
        {
            File.WriteAllText(path, string.Concat(Enumerable.Repeat("these are no pages of a database\n", 100)));
            return path;
        }

        if (kind != "songs")
        {
            StudyStorage.Open(path).Dispose();
        }

        switch (kind)
        {
            case "songs": Execute(path, "CREATE TABLE songs (id INTEGER)"); break;
            case "newer": Execute(path, "UPDATE alembic_version SET version_num = 'v9.0.0.a'"); break;
            default: File.WriteAllBytes(path, File.ReadAllBytes(path)[..^20_000]); break;
        }

        return path;
    }

    private static void Execute(string path, string sql)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
