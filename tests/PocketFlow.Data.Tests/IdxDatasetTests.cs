using System.Buffers.Binary;

namespace PocketFlow.Data.Tests;

public class IdxDatasetTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_PlainAndCompressed_GiveExactPixelsAndLabels(bool compressed)
    {
        using var folder = new TempFolder();
        SampleFiles.WriteMnist(folder, train: 12, test: 4, compressed);

        IDatasetFiles files = new MnistFormat().Open(folder.Path, new());
        ImageDataset train = files.ReadTrain();

        Assert.Equal(12, train.Count);
        Assert.Equal(4, files.ReadTest().Count);
        Assert.Equal(new ImageShape(1, 4, 5), train.Shape);
        Assert.Equal(10, train.ClassCount);
        for (int i = 0; i < train.Count; i++)
        {
            Assert.Equal(SampleFiles.Pixels(i, 20), train.Image(i).ToArray());
            Assert.Equal(i % 10, train.Label(i));
        }
    }

    [Fact]
    public void Open_MissingFile_NamesItAndListsWhatIsThere()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteMnist(folder);
        File.Delete(folder.File("t10k-labels-idx1-ubyte"));

        var error = Assert.Throws<DatasetException>(() => new FashionMnistFormat().Open(folder.Path, new()));

        Assert.Equal(folder.Path, error.Path);
        Assert.Contains("t10k-labels-idx1-ubyte.gz", error.Expected);
        Assert.Contains("train-images-idx3-ubyte", error.Found);
        Assert.Contains("apt-get install dataset-fashion-mnist", error.Message);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 3)]
    [InlineData(false, 10)]
    [InlineData(false, 60)]
    [InlineData(true, 0)]
    [InlineData(true, 12)]
    [InlineData(true, -30)]
    public void Open_TruncatedFile_SaysSo(bool compressed, int keptBytes)
    {
        using var folder = new TempFolder();
        SampleFiles.WriteMnist(folder, compressed: compressed);
        string path = folder.File("t10k-images-idx3-ubyte" + (compressed ? ".gz" : ""));
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, keptBytes >= 0 ? whole[..keptBytes] : whole[..^-keptBytes]);

        var error = Assert.Throws<DatasetException>(() => new MnistFormat().Open(folder.Path, new()));

        Assert.Equal(path, error.Path);
        Assert.Contains("fetch it again", error.Message);
    }

    [Fact]
    public void ReadTrain_CompressedFileWithWrongChecksum_IsRefused()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteMnist(folder, compressed: true);
        string path = folder.File("train-images-idx3-ubyte.gz");
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^8] ^= 1;
        File.WriteAllBytes(path, bytes);

        var error = Assert.Throws<DatasetException>(() => new MnistFormat().Open(folder.Path, new()).ReadTrain());

        Assert.Contains("cannot be read", error.Found);
    }

    [Fact]
    public void Open_ShortPlainFile_StatesBothLengths()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteMnist(folder, train: 12);
        string path = folder.File("train-images-idx3-ubyte");
        File.WriteAllBytes(path, SampleFiles.IdxImages(12)[..^7]);

        var error = Assert.Throws<DatasetException>(() => new MnistFormat().Open(folder.Path, new()));

        Assert.Equal("233 bytes behind the header", error.Found);
        Assert.Equal("240, since the header says 12x4x5", error.Expected);
    }

    [Fact]
    public void Open_FileWithExtraBytes_IsRefused()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteMnist(folder, train: 12);
        File.WriteAllBytes(folder.File("train-labels-idx1-ubyte"), [.. SampleFiles.IdxLabels(12), 1]);

        var error = Assert.Throws<DatasetException>(() => new MnistFormat().Open(folder.Path, new()));

        Assert.Contains("13 or more bytes", error.Found);
    }

    [Fact]
    public void Open_WrongMagic_ShowsFoundAndExpectedBytes()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteMnist(folder);
        File.Copy(folder.File("train-labels-idx1-ubyte"), folder.File("train-images-idx3-ubyte"), overwrite: true);

        var error = Assert.Throws<DatasetException>(() => new MnistFormat().Open(folder.Path, new()));

        Assert.Equal("first bytes 00000801", error.Found);
        Assert.Contains("00 00 08 03", error.Expected);
    }

    [Fact]
    public void Open_TextNamedGz_IsNotADecompressorCrash()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteMnist(folder, compressed: true);
        File.WriteAllText(folder.File("train-images-idx3-ubyte.gz"), "<html>not found</html>");

        var error = Assert.Throws<DatasetException>(() => new MnistFormat().Open(folder.Path, new()));

        Assert.Contains("cannot be read", error.Found);
        Assert.IsType<InvalidDataException>(error.InnerException);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void Open_ImpossibleCountInHeader_IsRefusedWithoutAllocating(int count)
    {
        using var folder = new TempFolder();
        SampleFiles.WriteMnist(folder);
        byte[] images = SampleFiles.IdxImages(12);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4), count);
        File.WriteAllBytes(folder.File("train-images-idx3-ubyte"), images);

        var error = Assert.Throws<DatasetException>(() => new MnistFormat().Open(folder.Path, new()));

        Assert.Contains("dimensions", error.Found);
    }

    [Fact]
    public void Open_FewerLabelsThanImages_StatesBothCounts()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteMnist(folder, train: 12);
        File.WriteAllBytes(folder.File("train-labels-idx1-ubyte"), SampleFiles.IdxLabels(11));

        var error = Assert.Throws<DatasetException>(() => new MnistFormat().Open(folder.Path, new()));

        Assert.Equal("11 labels", error.Found);
        Assert.StartsWith("12, one for each image", error.Expected);
    }

    [Fact]
    public void ReadTrain_LabelOutsideTheClasses_NamesTheRecord()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteMnist(folder, train: 12);
        byte[] labels = SampleFiles.IdxLabels(12);
        labels[8 + 5] = 10;
        File.WriteAllBytes(folder.File("train-labels-idx1-ubyte"), labels);

        var error = Assert.Throws<DatasetException>(() => new MnistFormat().Open(folder.Path, new()).ReadTrain());

        Assert.Equal("label 10 in record 5", error.Found);
    }

    [Fact]
    public void Open_JoinedGzipMembers_AreOneFile()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteMnist(folder, compressed: true);
        byte[] images = SampleFiles.IdxImages(12);
        File.WriteAllBytes(
            folder.File("train-images-idx3-ubyte.gz"),
            [.. SampleFiles.Compress(images[..100]), .. SampleFiles.Compress(images[100..])]);

        ImageDataset train = new MnistFormat().Open(folder.Path, new()).ReadTrain();

        Assert.Equal(SampleFiles.Pixels(11, 20), train.Image(11).ToArray());
    }

    [FashionMnistFact]
    public void Open_DebianFashionMnist_HasTheKnownFigures()
    {
        var registry = DatasetRegistry.CreateDefault("/nonexistent");
        DatasetSplits splits = registry.Open("fashion-mnist", ValidationSplit.None);

        ImageDataset train = splits.Train;

        Assert.Equal(60000, train.Count);
        Assert.Equal(10000, splits.Test.Count);
        Assert.Equal([9, 0, 0, 3, 0, 2, 7, 2, 5, 5], train.Labels(..10));
        Assert.All(train.Labels(..).CountBy(label => label), count => Assert.Equal(6000, count.Value));
        Normalization computed = Normalization.FromTrain(train);
        Assert.Equal(splits.Format.KnownNormalization!.Mean[0], computed.Mean[0], 4);
        Assert.Equal(splits.Format.KnownNormalization!.Deviation[0], computed.Deviation[0], 4);
    }
}
