namespace PocketFlow.Torch;

/// <summary>A failure in libtorch or in loading it; the message is libtorch's own where there is one.</summary>
public sealed class TorchException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public TorchException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What was found, what was expected and what to do.</param>
    public TorchException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    /// <param name="message">What was found, what was expected and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public TorchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal TorchException(string message, TorchStatus status)
        : base(message) => Status = status;

    /// <summary>The kind of failure.</summary>
    public TorchStatus Status { get; } = TorchStatus.TorchError;
}
