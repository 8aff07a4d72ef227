namespace PocketFlow.Formats;

/// <summary>A model file breaks a rule of its format.</summary>
public sealed class ModelFormatException : PocketFlowException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rule">The rule that is broken, in a few words.</param>
    /// <param name="found">What was found, what was expected and what to do.</param>
    /// <param name="offset">The position in bytes, where it is known.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ModelFormatException(
        string path, string rule, string found, long? offset = null, Exception? innerException = null)
        : base($"{path}: {found}" + (offset is null ? "" : $" (at byte {offset})"), innerException)
    {
        Path = path;
        Rule = rule;
        Offset = offset;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The broken rule.</summary>
    public string Rule { get; }

    /// <summary>The position in bytes, or null where it is not known.</summary>
    public long? Offset { get; }
}
