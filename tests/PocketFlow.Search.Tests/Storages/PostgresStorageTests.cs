namespace PocketFlow.Search.Tests;

public sealed class PostgresStorageTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [PostgresFact]
    public void Contract_EveryFact_Holds() => ContractRun.Of<StorageContract>(() => new Contract(server));

    [PostgresFact]
    public void Heartbeat_ServersClock_TellsTheSilentFromTheLiving()
    {
        using IStudyStorage storage = StudyStorage.Open(server.NewDatabase());
        StudyRecord study = storage.CreateStudy("s", [StudyDirection.Minimize], new Dictionary<string, string>());
        storage.StartTrial(study.Id, "w");
        Thread.Sleep(50);

        Assert.Empty(storage.Requeue(study.Id, (_, silence) => silence > TimeSpan.FromSeconds(60)));
        Assert.Equal([0], storage.Requeue(study.Id, (_, silence) => silence >= TimeSpan.FromSeconds(0.05)));
    }

    [PostgresFact]
    public void AnyCall_AfterTheServerCrashed_ConnectsAgain()
    {
        using IStudyStorage storage = StudyStorage.Open(server.NewDatabase());
        StudyRecord study = storage.CreateStudy("s", [StudyDirection.Minimize], new Dictionary<string, string>());
        var claim = new TrialClaim(storage.StartTrial(study.Id, "w")!.Id, "w");

        server.Restart();
        storage.Finish(claim, TrialState.Completed, [1]);

        Assert.Equal(1, storage.Trials(study.Id)[0].Value);
    }

    [PostgresFact]
    public void Open_MissingDatabase_SaysWhatToDo()
    {
        StudyException e = Assert.Throws<StudyException>(
            () => StudyStorage.Open($"Host=127.0.0.1;Port={server.Port};Database=none;Username=postgres;Password=hidden"));

        Assert.Contains("createdb none", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", e.ToString(), StringComparison.Ordinal);
    }

    private sealed class Contract(PostgresServer server) : StorageContract
    {
        protected override IStudyStorage Create(TimeProvider clock) => new PostgresStorage(server.NewDatabase(), clock);
    }
}
