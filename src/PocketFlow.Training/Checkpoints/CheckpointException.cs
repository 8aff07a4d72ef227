namespace PocketFlow.Training.Checkpoints;

/// <summary>A checkpoint file can't be used: it is damaged, or belongs to another training.</summary>
public sealed class CheckpointException : PocketFlowException
{
    internal CheckpointException(string path, string message, Exception? innerException = null)
        : base($"The checkpoint {path} {message}", innerException) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
