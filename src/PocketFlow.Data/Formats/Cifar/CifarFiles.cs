namespace PocketFlow.Data;

/// <summary>CIFAR's binary files: records of label bytes, then 3,072 pixels as R, G and B planes.</summary>
internal sealed class CifarFiles : IDatasetFiles
{
    private readonly IDatasetFormat _format;
    private readonly CifarLayout _layout;
    private readonly string[] _train;
    private readonly string[] _test;

    public CifarFiles(IDatasetFormat format, CifarLayout layout, string directory)
    {
        (_format, _layout) = (format, layout);
        string folder = DatasetFolder.Descend(
            directory, [layout.Subfolder], candidate => File.Exists(Path.Combine(candidate, layout.TestFile)));
        _train = [.. layout.TrainFiles.Select(name => Find(folder, name))];
        _test = [Find(folder, layout.TestFile)];
        foreach (string path in _train.Concat(_test))
        {
            RecordCount(path);
        }
    }

    public ImageDataset ReadTrain() => Read(_train);

    public ImageDataset ReadTest() => Read(_test);

    private string Find(string folder, string name)
    {
        if (DatasetFolder.Find(folder, [name]) is { } path)
        {
            return path;
        }

        string pythonName = Path.GetFileNameWithoutExtension(name);
        string advice = File.Exists(Path.Combine(folder, pythonName))
            ? $"{pythonName} belongs to the Python version; {_format.Advice}" : _format.Advice;
        throw DatasetFolder.Missing(folder, name, advice);
    }

    private int RecordCount(string path)
    {
        string expected = $"a whole number of {_layout.RecordLength}-byte records";
        long length = DatasetFolder.Read(path, expected, () => new FileInfo(path).Length);
        (long count, long rest) = Math.DivRem(length, _layout.RecordLength);
        if (length == 0 || rest != 0 || count * CifarLayout.Shape.Length > Array.MaxLength)
        {
            string found = length == 0
                ? "an empty file" : $"{length} bytes = {count} x {_layout.RecordLength} + {rest}";
            throw new DatasetException(
                path, found, expected, "The file is cut short or of another kind; fetch it again");
        }

        return (int)count;
    }

    private ImageDataset Read(string[] paths)
    {
        int[] counts = Array.ConvertAll(paths, RecordCount);
        byte[] images = GC.AllocateUninitializedArray<byte>(checked(counts.Sum() * CifarLayout.Shape.Length));
        int[] labels = new int[counts.Sum()];
        int start = 0;
        for (int i = 0; i < paths.Length; i++)
        {
            string path = paths[i];
            int first = start, count = counts[i];
            start += DatasetFolder.Read(path, $"{count} records", () => ReadFile(path, images, labels, first, count));
        }

        return new ImageDataset(_format.Id, images, labels, CifarLayout.Shape, _layout.ClassNames);
    }

    private int ReadFile(string path, byte[] images, int[] labels, int start, int count)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17);
        byte[] labelBytes = new byte[_layout.LabelBytes];
        for (int i = 0; i < count; i++)
        {
            stream.ReadExactly(labelBytes);
            int label = labelBytes[_layout.LabelOffset];
            if (label >= _layout.ClassNames.Count)
            {
                throw new DatasetException(
                    path, $"label {label} in record {i}", $"labels from 0 to {_layout.ClassNames.Count - 1}",
                    "The file is damaged, or of another CIFAR version than its name says");
            }

            labels[start + i] = label;
            int length = CifarLayout.Shape.Length;
            stream.ReadExactly(images.AsSpan((start + i) * length, length));
        }

        return count;
    }
}
