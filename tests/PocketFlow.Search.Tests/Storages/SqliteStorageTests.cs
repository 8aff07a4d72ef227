using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace PocketFlow.Search.Tests;

public sealed class SqliteStorageTests : StorageContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;

    private string File => Path.Combine(_folder, "study.db");

    [Fact]
    public void Open_AfterDispose_FindsEverything()
    {
        using (IStudyStorage storage = StudyStorage.Open(File))
        {
            Study study = Study.CreateOrOpen(storage, "s", new StudyOptions { Seed = 4 });
            study.Tell(study.Ask(new SearchSpace { { "x", new FloatDistribution(0, 1) } }), 0.1 + 0.2);
        }

        using IStudyStorage again = StudyStorage.Open(File, mustExist: true);
        Study found = Study.CreateOrOpen(again, "s", new StudyOptions());
        Assert.Equal((4, 0.1 + 0.2), (found.Seed, found.Best!.Value));
        Assert.Equal(DateTimeKind.Utc, found.Best.Started!.Value.Kind);
    }

    [Fact]
    public void Open_TwoStoragesOfAFile_SeeEachOther()
    {
        using IStudyStorage one = StudyStorage.Open(File), other = StudyStorage.Open(File);
        StudyRecord study = one.CreateStudy("s", [StudyDirection.Minimize], new Dictionary<string, string>());

        Parallel.ForEach((IStudyStorage[])[one, other], storage =>
        {
            for (int i = 0; i < 25; i++)
            {
                TrialRecord trial = storage.StartTrial(study.Id, $"{storage.GetHashCode()}")!;
                storage.Finish(new TrialClaim(trial.Id, $"{storage.GetHashCode()}"), TrialState.Completed, [trial.Number]);
            }
        });

        Assert.Equal(Enumerable.Range(0, 50), one.Trials(study.Id).Select(t => t.Number));
        Assert.Equal(one.Trials(study.Id).Select(t => t.Value), other.Trials(study.Id).Select(t => t.Value));
    }

    [Fact]
    public void Open_NoDatabase_IsRefusedAndLeft()
    {
        System.IO.File.WriteAllText(File, string.Concat(Enumerable.Repeat("these are no pages of a database\n", 1000)));

        Assert.Contains("no SQLite database", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DamagedDatabase_IsRefusedAndLeft()
    {
        using (IStudyStorage storage = StudyStorage.Open(File))
        {
            Study study = Study.CreateOrOpen(storage, "s", new StudyOptions());
            for (int i = 0; i < 20; i++)
            {
                study.Tell(study.Ask(new SearchSpace { { "x", new FloatDistribution(0, 1) } }), i);
            }
        }

        using (FileStream stream = System.IO.File.OpenWrite(File))
        {
            stream.Position = 4096;
            stream.Write(new byte[(int)stream.Length - 8192]);
        }

        Assert.Contains("damaged", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TruncatedDatabase_IsRefusedAndLeft()
    {
        StudyStorage.Open(File).Dispose();
        using (FileStream stream = System.IO.File.OpenWrite(File))
        {
            stream.SetLength(stream.Length / 2);
        }

        Assert.Contains("damaged", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_IsRefusedAndLeft()
    {
        Execute("CREATE TABLE songs (id INTEGER)");

        Assert.Contains("songs", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v9.0.0.a", "newer")]
    [InlineData("v2.6.0.a", "optuna storage upgrade")]
    public void Open_OtherRevision_IsRefusedAndLeft(string revision, string advice)
    {
        StudyStorage.Open(File).Dispose();
        Execute($"UPDATE alembic_version SET version_num = '{revision}'");

        Assert.Contains(advice, Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WrongPath_SaysWhatIsExpected()
    {
        Assert.Throws<StudyException>(() => StudyStorage.Open(_folder));
        Assert.Throws<StudyException>(() => StudyStorage.Open(File, mustExist: true));
        StudyException e = Assert.Throws<StudyException>(() => StudyStorage.Open(Path.Combine(_folder, "none", "a.db")));
        Assert.Contains("directory", e.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override IStudyStorage Create(TimeProvider clock) => new SqliteStorage(File, clock);

    private string Refused()
    {
        byte[] before = SHA256.HashData(System.IO.File.ReadAllBytes(File));
        StudyException e = Assert.Throws<StudyException>(() => StudyStorage.Open(File));
        Assert.Equal(before, SHA256.HashData(System.IO.File.ReadAllBytes(File)));
        Assert.Contains(File, e.Message, StringComparison.Ordinal);
        return e.Message;
    }

    private void Execute(string sql)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
