namespace PocketFlow.Search;

/// <summary>A study or its storage can't be used; the message says what was found, what was expected and what to do.</summary>
public class StudyException : Exception
{
    /// <summary>Creates the exception.</summary>
    public StudyException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
