namespace PocketFlow.Data.Tests;

public class CifarDatasetTests
{
    [Fact]
    public void Read_Cifar10_GivesAllFilesInOrder()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteCifar10(folder, perFile: 3);

        IDatasetFiles files = new Cifar10Format().Open(folder.Path, new());
        ImageDataset train = files.ReadTrain();
        ImageDataset test = files.ReadTest();

        Assert.Equal(15, train.Count);
        Assert.Equal(new ImageShape(3, 32, 32), train.Shape);
        Assert.Equal("truck", train.ClassNames[9]);
        for (int i = 0; i < train.Count; i++)
        {
            Assert.Equal(SampleFiles.Pixels(i, 3072), train.Image(i).ToArray());
            Assert.Equal(i % 10, train.Label(i));
        }

        Assert.Equal(SampleFiles.Pixels(102, 3072), test.Image(2).ToArray());
    }

    [Theory]
    [InlineData("cifar100", 100, 97)]
    [InlineData("cifar100-coarse", 20, 2)]
    public void Open_Cifar100_TakesTheWantedLabel(string name, int classes, int thirdLabel)
    {
        using var folder = new TempFolder();
        SampleFiles.WriteCifar100(folder);

        DatasetSplits splits = DatasetRegistry.CreateDefault().Open($"{name}:{folder.Path}", ValidationSplit.None);

        Assert.Equal(classes, splits.Train.ClassCount);
        Assert.Equal(classes, splits.Train.ClassNames.Distinct().Count());
        Assert.Equal(thirdLabel, splits.Train.Label(2));
        Assert.Equal(SampleFiles.Pixels(2, 3072), splits.Train.Image(2).ToArray());
    }

    [Fact]
    public void Open_ParentOfTheArchiveFolder_FindsIt()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteCifar10(folder);
        Directory.CreateDirectory(folder.File("cifar-10-batches-bin"));
        foreach (string path in Directory.GetFiles(folder.Path))
        {
            File.Move(path, Path.Combine(folder.Path, "cifar-10-batches-bin", Path.GetFileName(path)));
        }

        Assert.Equal(15, new Cifar10Format().Open(folder.Path, new()).ReadTrain().Count);
    }

    [Fact]
    public void Open_TruncatedFile_CountsRecordsAndRest()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteCifar10(folder, perFile: 3);
        string path = folder.File("test_batch.bin");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..(3073 + 100)]);

        var error = Assert.Throws<DatasetException>(() => new Cifar10Format().Open(folder.Path, new()));

        Assert.Equal(path, error.Path);
        Assert.Equal("3173 bytes = 1 x 3073 + 100", error.Found);
        Assert.Equal("a whole number of 3073-byte records", error.Expected);
    }

    [Fact]
    public void Open_EmptyFile_IsRefused()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteCifar10(folder);
        File.WriteAllBytes(folder.File("data_batch_4.bin"), []);

        var error = Assert.Throws<DatasetException>(() => new Cifar10Format().Open(folder.Path, new()));

        Assert.Equal("an empty file", error.Found);
    }

    [Fact]
    public void Open_OneBatchMissing_NamesIt()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteCifar10(folder);
        File.Delete(folder.File("data_batch_3.bin"));

        var error = Assert.Throws<DatasetException>(() => new Cifar10Format().Open(folder.Path, new()));

        Assert.Equal("data_batch_3.bin", error.Expected);
        Assert.Contains("data_batch_2.bin", error.Found);
    }

    [Fact]
    public void Open_PythonVersion_IsRecognised()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File("data_batch_1"), [1, 2, 3]);

        var error = Assert.Throws<DatasetException>(() => new Cifar10Format().Open(folder.Path, new()));

        Assert.Contains("Python version", error.Message);
    }

    [Fact]
    public void ReadTest_LabelOutsideTheClasses_NamesFileAndRecord()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteCifar10(folder);
        string path = folder.File("test_batch.bin");
        File.WriteAllBytes(path, SampleFiles.CifarRecords(0, 3, image => (byte)(image == 1 ? 10 : 0)));

        var error = Assert.Throws<DatasetException>(() => new Cifar10Format().Open(folder.Path, new()).ReadTest());

        Assert.Equal(path, error.Path);
        Assert.Equal("label 10 in record 1", error.Found);
    }
}
