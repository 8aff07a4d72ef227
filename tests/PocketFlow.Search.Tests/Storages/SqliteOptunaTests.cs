namespace PocketFlow.Search.Tests;

public sealed class SqliteOptunaTests : OptunaContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;

    protected override string Url => $"sqlite:///{_folder}/study.db";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override IStudyStorage Open() => StudyStorage.Open(Url);
}
