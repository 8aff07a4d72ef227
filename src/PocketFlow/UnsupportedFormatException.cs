namespace PocketFlow;

/// <summary>A file has a format in which the wanted step can't be done.</summary>
public sealed class UnsupportedFormatException : PocketFlowException
{
    internal UnsupportedFormatException(string path, string message)
        : base($"{path}: {message}") => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
