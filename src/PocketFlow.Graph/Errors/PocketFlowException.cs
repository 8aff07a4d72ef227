namespace PocketFlow;

/// <summary>The root of every exception that this library raises for reasons a caller can act on.</summary>
public abstract class PocketFlowException : Exception
{
    /// <summary>Creates the exception with a message that says what was found, what was expected and what to do.</summary>
    protected PocketFlowException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and the exception that caused it.</summary>
    protected PocketFlowException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
