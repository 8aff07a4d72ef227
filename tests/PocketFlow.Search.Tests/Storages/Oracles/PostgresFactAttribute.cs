namespace PocketFlow.Search.Tests;

/// <summary>A test that starts a PostgreSQL server; it skips, with a reason, where none is installed.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    /// <param name="needsOptuna">Whether it skips without Optuna too.</param>
    public PostgresFactAttribute(bool needsOptuna = false) =>
        Skip = PostgresServer.ReasonToSkip ?? (needsOptuna ? new OptunaFactAttribute().Skip : null);
}
