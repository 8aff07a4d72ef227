namespace PocketFlow.Data;

/// <summary>How CIFAR's binary files are laid out: which files, how many label bytes, which of them counts.</summary>
/// <param name="TrainFiles">Names of the training files, in reading order.</param>
/// <param name="TestFile">Name of the test file.</param>
/// <param name="Subfolder">Folder that the official archive unpacks into.</param>
/// <param name="LabelBytes">Label bytes before the pixels of each record.</param>
/// <param name="LabelOffset">Which of them is the wanted label.</param>
/// <param name="ClassNames">Name of each class.</param>
internal sealed record CifarLayout(
    IReadOnlyList<string> TrainFiles, string TestFile, string Subfolder,
    int LabelBytes, int LabelOffset, IReadOnlyList<string> ClassNames)
{
    public static ImageShape Shape { get; } = new(3, 32, 32);

    public int RecordLength => LabelBytes + Shape.Length;
}
