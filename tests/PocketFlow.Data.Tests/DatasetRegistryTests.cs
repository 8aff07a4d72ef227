namespace PocketFlow.Data.Tests;

public class DatasetRegistryTests
{
    private readonly DatasetRegistry _registry = DatasetRegistry.CreateDefault("/nonexistent");

    [Theory]
    [InlineData("fashion-mnist", "fashion-mnist", null)]
    [InlineData("CIFAR10:some/dir", "cifar10", "some/dir")]
    [InlineData(@"mnist:C:\data", "mnist", @"C:\data")]
    public void Parse_Name_SplitsAtTheFirstColon(string text, string id, string? directory)
    {
        var name = DatasetName.Parse(text);

        Assert.Equal(new DatasetName(id, directory), name);
        Assert.Equal(name, DatasetName.Parse(name.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(":dir")]
    [InlineData("mnist:")]
    public void Parse_EmptyPart_SaysWhatIsExpected(string text)
    {
        var error = Assert.Throws<DatasetException>(() => DatasetName.Parse(text));

        Assert.Contains("NAME:DIR", error.Expected);
    }

    [Theory]
    [InlineData("cifar-10", "cifar10")]
    [InlineData("fashionmnist:x", "fashion-mnist")]
    [InlineData("cifra100", "cifar100")]
    public void Open_MistypedName_SuggestsTheKnownOne(string text, string suggestion)
    {
        var error = Assert.Throws<DatasetException>(() => _registry.Open(text));

        Assert.Contains($"Did you mean \"{suggestion}\"?", error.Message);
        Assert.Contains("cifar10, cifar100, cifar100-coarse, csv, fashion-mnist, images, mnist, npy, npz, tfrecord", error.Expected);
    }

    [Fact]
    public void Open_UnrelatedName_ListsKnownOnesWithoutGuessing()
    {
        var error = Assert.Throws<DatasetException>(() => _registry.Open("imagenet-large"));

        Assert.DoesNotContain("Did you mean", error.Message);
        Assert.Contains("unknown name \"imagenet-large\"", error.Message);
    }

    [Fact]
    public void Open_MissingFolder_SaysWhatItShouldHold()
    {
        var error = Assert.Throws<DatasetException>(() => _registry.Open("cifar10:/nonexistent/cifar"));

        Assert.Equal("/nonexistent/cifar", error.Path);
        Assert.Equal("no such folder", error.Found);
        Assert.Contains("test_batch.bin", error.Expected);
    }

    [Fact]
    public void Open_NoFolderAndNoDefault_NamesThePlacesTried()
    {
        var error = Assert.Throws<DatasetException>(() => _registry.Open("mnist"));

        Assert.Contains(Path.Combine("/nonexistent", "mnist"), error.Found);
        Assert.Contains(DatasetRegistry.RootVariable, error.Message);
    }

    [Fact]
    public void Open_NameInRoot_IsFoundThere()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("mnist"));
        SampleFiles.WriteMnist(folder);
        foreach (string path in Directory.GetFiles(folder.Path))
        {
            File.Move(path, Path.Combine(folder.Path, "mnist", Path.GetFileName(path)));
        }

        DatasetSplits splits = DatasetRegistry.CreateDefault(folder.Path).Open("mnist", ValidationSplit.Last(2));

        Assert.Equal(10, splits.Train.Count);
    }

    [Fact]
    public void Register_OwnFormat_CanBeOpenedByName()
    {
        using var folder = new TempFolder();
        var registry = new DatasetRegistry().Register(new OneColourFormat());

        DatasetSplits splits = registry.Open($"one-colour:{folder.Path}", ValidationSplit.Random(10));

        Assert.Equal(90, splits.Train.Count);
        Assert.Throws<ArgumentException>(() => registry.Register(new OneColourFormat()));
    }

    private sealed class OneColourFormat : IDatasetFormat, IDatasetFiles
    {
        public string Id => "one-colour";

        public string Contents => "nothing";

        public string Advice => "Any folder will do";

        public IReadOnlyList<string> DefaultDirectories => [];

        public Normalization? KnownNormalization => null;

        public IDatasetFiles Open(string path, DatasetOptions options) => this;

        public ImageDataset ReadTrain() => SampleDatasets.Create(100);

        public ImageDataset ReadTest() => SampleDatasets.Create(20);
    }
}
