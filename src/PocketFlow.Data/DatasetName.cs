namespace PocketFlow.Data;

/// <summary>A data set as a user names it: a format's id, and optionally the folder or file that holds the data.</summary>
/// <param name="Id">Id of the format, lower case, for example <c>cifar10</c>.</param>
/// <param name="Path">Folder, file or whatever the format takes; null for the default place.</param>
public sealed record DatasetName(string Id, string? Path = null)
{
    /// <summary>Reads <c>ID</c> or <c>ID:DIR</c>; everything after the first colon is the path.</summary>
    /// <param name="text">Text from a command line or recipe.</param>
    /// <exception cref="DatasetException">The id or the folder is empty.</exception>
    public static DatasetName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        if (parts.Any(part => part.Length == 0))
        {
            throw new DatasetException(
                $"data set \"{text}\"", parts[0].Length == 0 ? "no name" : "no folder after the colon",
                "NAME or NAME:DIR, for example fashion-mnist or cifar10:data/cifar-10-batches-bin");
        }

        return new DatasetName(parts[0].ToLowerInvariant(), parts.Length == 2 ? parts[1] : null);
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Path is null ? Id : $"{Id}:{Path}";
}
