namespace PocketFlow.Data;

/// <summary>A kind of data set that a user can name: where its files are by default, and how to open them.</summary>
public interface IDatasetFormat
{
    /// <summary>The name that users write: lower case, words joined by hyphens.</summary>
    string Id { get; }

    /// <summary>The files that a folder must hold, as a phrase for help texts and messages.</summary>
    string Contents { get; }

    /// <summary>How to get the data, as a phrase without a full stop.</summary>
    string Advice { get; }

    /// <summary>Folders that are tried, in order, when the user names none.</summary>
    IReadOnlyList<string> DefaultDirectories { get; }

    /// <summary>The usual normalisation of this data set, or null where there is none.</summary>
    Normalization? KnownNormalization { get; }

    /// <summary>Finds the files in a folder and checks their headers and sizes, without reading images.</summary>
    /// <param name="directory">An existing folder.</param>
    /// <exception cref="DatasetException">A file is missing or not of the format.</exception>
    IDatasetFiles Open(string directory);
}
