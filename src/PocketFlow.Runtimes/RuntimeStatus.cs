namespace PocketFlow.Runtimes;

/// <summary>Whether a runtime can be used on this machine.</summary>
public sealed record RuntimeStatus
{
    /// <summary>Whether sessions can be loaded.</summary>
    public required bool IsAvailable { get; init; }

    /// <summary>Version of the runtime, such as <c>1.30.0</c>; null when it is not available.</summary>
    public string? Version { get; init; }

    /// <summary>What is missing and where it was looked for; when available, how the runtime executes.</summary>
    public required string Detail { get; init; }

    /// <summary>Command that installs what is missing; null when the runtime is available.</summary>
    public string? InstallCommand { get; init; }

    internal static RuntimeStatus Available(string version, string detail) =>
        new() { IsAvailable = true, Version = version, Detail = detail };

    internal static RuntimeStatus Missing(string detail, string installCommand) =>
        new() { IsAvailable = false, Detail = detail, InstallCommand = installCommand };
}
