namespace PocketFlow.Data;

/// <summary>The four files of a data set in MNIST's layout.</summary>
internal sealed class IdxDatasetFiles : IDatasetFiles
{
    private readonly IDatasetFormat _format;
    private readonly IReadOnlyList<string> _classNames;
    private readonly (IdxFile Images, IdxFile Labels) _train;
    private readonly (IdxFile Images, IdxFile Labels) _test;

    public IdxDatasetFiles(
        IDatasetFormat format, string directory, IEnumerable<string> subfolders, IReadOnlyList<string> classNames)
    {
        (_format, _classNames) = (format, classNames);
        string folder = DatasetFolder.Descend(
            directory, subfolders, candidate => DatasetFolder.Find(candidate, Names("train-images", 3)) is not null);
        _train = Pair(folder, "train");
        _test = Pair(folder, "t10k");
        if (!_train.Images.Dimensions.AsSpan(1).SequenceEqual(_test.Images.Dimensions.AsSpan(1)))
        {
            throw new DatasetException(
                _test.Images.Path, $"images of {Size(_test.Images)}",
                $"{Size(_train.Images)} as in {Path.GetFileName(_train.Images.Path)}", format.Advice);
        }
    }

    public ImageDataset ReadTrain() => Read(_train);

    public ImageDataset ReadTest() => Read(_test);

    private static string Size(IdxFile images) => $"{images.Dimensions[1]}x{images.Dimensions[2]}";

    private static string[] Names(string stem, int rank) =>
    [
        $"{stem}-idx{rank}-ubyte", $"{stem}-idx{rank}-ubyte.gz",
        $"{stem}.idx{rank}-ubyte", $"{stem}.idx{rank}-ubyte.gz",
    ];

    private (IdxFile Images, IdxFile Labels) Pair(string folder, string part)
    {
        IdxFile images = Find(folder, $"{part}-images", rank: 3);
        IdxFile labels = Find(folder, $"{part}-labels", rank: 1);
        return images.Dimensions[0] == labels.Dimensions[0]
            ? (images, labels)
            : throw new DatasetException(
                labels.Path, $"{labels.Dimensions[0]} labels",
                $"{images.Dimensions[0]}, one for each image in {Path.GetFileName(images.Path)}", _format.Advice);
    }

    private IdxFile Find(string folder, string stem, int rank)
    {
        string[] names = Names(stem, rank);
        string path = DatasetFolder.Find(folder, names)
            ?? throw DatasetFolder.Missing(folder, $"{names[0]} or {names[1]}", _format.Advice);
        return IdxFile.Open(path, rank);
    }

    private ImageDataset Read((IdxFile Images, IdxFile Labels) pair)
    {
        byte[] images = pair.Images.ReadElements();
        int[] labels = Array.ConvertAll(pair.Labels.ReadElements(), label => (int)label);
        int wrong = Array.FindIndex(labels, label => label >= _classNames.Count);
        if (wrong >= 0)
        {
            throw new DatasetException(
                pair.Labels.Path, $"label {labels[wrong]} in record {wrong}",
                $"labels from 0 to {_classNames.Count - 1}", _format.Advice);
        }

        var shape = new ImageShape(1, pair.Images.Dimensions[1], pair.Images.Dimensions[2]);
        return new ImageDataset(_format.Id, images, labels, shape, _classNames);
    }
}
