namespace PocketFlow.Data;

/// <summary>A data set cannot be used: unknown name, missing folder or file, or contents against the format.</summary>
/// <remarks>The message states what was found, what was expected, and what to do about it.</remarks>
public sealed class DatasetException : Exception
{
    /// <summary>Creates the exception and composes its message from the parts.</summary>
    /// <param name="path">File, folder or data set name that is at fault; it opens the message.</param>
    /// <param name="found">What is there, as a phrase without a full stop.</param>
    /// <param name="expected">What should be there, as a phrase without a full stop.</param>
    /// <param name="advice">What the user can do, as a phrase without a full stop; null for nothing.</param>
    /// <param name="innerException">The failure underneath, or null.</param>
    public DatasetException(
        string path, string found, string expected, string? advice = null, Exception? innerException = null)
        : base(Compose(path, found, expected, advice), innerException)
    {
        Path = path;
        Found = found;
        Expected = expected;
        Advice = advice;
    }

    /// <summary>The file, folder or data set name at fault.</summary>
    public string Path { get; }

    /// <summary>What was found there.</summary>
    public string Found { get; }

    /// <summary>What was expected there.</summary>
    public string Expected { get; }

    /// <summary>What to do about it, or null.</summary>
    public string? Advice { get; }

    private static string Compose(string path, string found, string expected, string? advice)
    {
        string message = $"{path}: found {found}; expected {expected}.";
        return advice is null ? message : $"{message} {advice}.";
    }
}
