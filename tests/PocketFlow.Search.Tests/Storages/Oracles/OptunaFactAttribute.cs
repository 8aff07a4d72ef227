using PocketFlow.Testing;

namespace PocketFlow.Search.Tests;

/// <summary>A test whose oracle is Optuna itself; it skips, with a reason, where POCKETFLOW_OPTUNA names no directory with
/// a package <c>optuna</c> that imports.</summary>
public sealed class OptunaFactAttribute : FactAttribute
{
    public OptunaFactAttribute() => Skip = Optuna.Directory is not { Length: > 0 } directory
        ? "POCKETFLOW_OPTUNA doesn't name a directory with Optuna's package."
        : ToolFactAttribute.ReasonToSkip($"PYTHONPATH='{directory}' /usr/bin/python3 -c 'import optuna, sqlalchemy, alembic'");
}
