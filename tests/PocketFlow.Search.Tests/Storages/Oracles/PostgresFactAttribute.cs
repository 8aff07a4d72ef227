namespace PocketFlow.Search.Tests;

/// <summary>A test that starts a PostgreSQL server; it skips, with a reason, where none is installed.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.ReasonToSkip;
}
