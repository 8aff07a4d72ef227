namespace PocketFlow.Runtimes;

/// <summary>A model was to be loaded in a runtime that is not installed on this machine.</summary>
public sealed class RuntimeUnavailableException : Exception
{
    internal RuntimeUnavailableException(string runtime, RuntimeStatus status)
        : base($"{runtime} is not available: {status.Detail} To install it: {status.InstallCommand}")
    {
        Runtime = runtime;
        Status = status;
    }

    /// <summary>Name of the runtime.</summary>
    public string Runtime { get; }

    /// <summary>What is missing, and the command that installs it.</summary>
    public RuntimeStatus Status { get; }
}
