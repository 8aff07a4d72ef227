namespace PocketFlow.Search.Tests;

public sealed class PostgresOptunaTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [PostgresFact(needsOptuna: true)]
    public void Contract_EveryFact_Holds() => ContractRun.Of<OptunaContract>(() => new Contract(server.NewDatabase()));

    private sealed class Contract(string url) : OptunaContract
    {
        protected override string Url => url;

        protected override IStudyStorage Open() => StudyStorage.Open(url);
    }
}
