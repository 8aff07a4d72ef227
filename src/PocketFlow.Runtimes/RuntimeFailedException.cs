namespace PocketFlow.Runtimes;

/// <summary>A runtime refused a model, failed while running it, or broke down.</summary>
public sealed class RuntimeFailedException : Exception
{
    internal RuntimeFailedException(string runtime, string path, string message, Exception? inner = null)
        : base($"{runtime}, {path}: {message}", inner)
    {
        Runtime = runtime;
        ModelPath = path;
    }

    /// <summary>Name of the runtime.</summary>
    public string Runtime { get; }

    /// <summary>Path of the model file, as given.</summary>
    public string ModelPath { get; }
}
