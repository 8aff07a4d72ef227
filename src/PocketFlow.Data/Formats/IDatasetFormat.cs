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

    /// <summary>Whether a name leads to files of any place and form; else to an existing folder.</summary>
    bool TakesFiles => false;

    /// <summary>Whether images are resized, cropped and converted while they are decoded; else it is done afterwards.
    /// </summary>
    bool PreparesImages => false;

    /// <summary>Finds the files and checks their headers and sizes, without reading images.</summary>
    /// <param name="path">An existing folder, or what the user wrote behind the format's name.</param>
    /// <param name="options">How records become inputs and labels.</param>
    /// <exception cref="DatasetException">A file is missing or not of the format.</exception>
    IDatasetFiles Open(string path, DatasetOptions options);
}
