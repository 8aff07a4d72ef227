using PocketFlow.Testing;

namespace PocketFlow.Data.Tests;

public sealed class ImageFolderTests(SampleImages samples) : IClassFixture<SampleImages>, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DatasetRegistry _registry = DatasetRegistry.CreateDefault("/nonexistent");

    public void Dispose() => _folder.Dispose();

    [ToolFact(PythonOracle.Pillow)]
    public void Open_ClassFolders_AreClassesSortedByCodePoint()
    {
        Put("b/one.JPG", "jpeg-odd-0.jpg");
        Put("B/deep/two.png", "resized-2.png");
        Put("a/three.jpeg", "jpeg-odd-2.jpg");
        Put("a/aaa.png", "resized-2.png");
        File.WriteAllText(_folder.File("a/readme.txt"), "no image");

        ImageDataset all = _registry.Open($"images:{_folder.Path}").Whole;

        Assert.Equal(["B", "a", "b"], all.ClassNames);
        Assert.Equal([0, 1, 1, 2], all.Labels(..));
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Read_Images_AreThoseOfTheDecoder_CachedOrNot()
    {
        Put("x/one.jpg", "jpeg-odd-0.jpg");
        Put("y/two.jpg", "jpeg-odd-2.jpg");
        DecodedImage expected = samples.Expected("jpeg-odd-2");
        foreach (long cache in new[] { 0L, expected.Pixels.Length, 1 << 20 })
        {
            ImageDataset all = _registry.Open(
                $"images:{_folder.Path}", null, new DatasetOptions { CacheBytes = cache }).Whole;

            Assert.Equal("3x53x37", all.Shape.ToString());
            for (int again = 0; again < 3; again++)
            {
                _ = all.Image(0);
                Assert.Equal(expected.Pixels[4], all.Image(1)[(expected.Width * expected.Height) + 1]);
            }
        }
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Loader_OnDemandImages_GivesTheSameWithAnyNumberOfWorkersAndCache()
    {
        for (int i = 0; i < 12; i++)
        {
            Put($"class{i % 3}/{i:00}.jpg", i % 2 == 0 ? "jpeg-odd-0.jpg" : "jpeg-subsampling-2.jpg");
        }

        var options = new DatasetOptions
        {
            Preparation = new ImagePreparation { Resize = Resizing.Parse("24"), Crop = Resizing.Parse("20") },
        };
        float[] Epoch(int workers, long cache)
        {
            ImageDataset all = _registry.Open($"images:{_folder.Path}", null, options with { CacheBytes = cache }).Whole;
            var loader = new BatchLoader(all, Normalization.ImageNet, new BatchLoaderOptions
            {
                BatchSize = 5, Workers = workers, Seed = 3, Augmentation = AugmentationPipeline.Parse("pad-crop:2,flip"),
            });
            return [.. loader.Epoch(0).Concat(loader.Epoch(1)).SelectMany(b => b.ImageSpan.ToArray())];
        }

        float[] expected = Epoch(0, 0);

        Assert.Equal(24 * 3 * 20 * 20, expected.Length);
        Assert.Equal(expected, Epoch(3, 0));
        Assert.Equal(expected, Epoch(2, 3000));
        Assert.Equal(expected, Epoch(2, 1 << 20));
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Open_TrainAndVal_MeasuresOnVal()
    {
        Put("train/a/1.jpg", "jpeg-odd-0.jpg");
        Put("train/b/2.jpg", "jpeg-odd-1.jpg");
        Put("train/b/3.jpg", "jpeg-odd-1.jpg");
        Put("val/b/4.jpg", "jpeg-odd-2.jpg");

        DatasetSplits splits = _registry.Open($"images:{_folder.Path}", ValidationSplit.Last(1));

        Assert.True(splits.HasTest);
        Assert.Equal([1], splits.Test.Labels(..));
        Assert.Equal([0, 1], splits.Train.Labels(..));
        Assert.Equal([1], splits.Validation.Labels(..));
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Open_TrainValAndTest_KeepsAllThree()
    {
        Put("train/a/1.jpg", "jpeg-odd-0.jpg");
        Put("train/b/2.jpg", "jpeg-odd-1.jpg");
        Put("val/b/4.jpg", "jpeg-odd-2.jpg");
        Put("test/a/5.jpg", "jpeg-odd-2.jpg");

        DatasetSplits splits = _registry.Open($"images:{_folder.Path}");

        Assert.Equal((2, 1, 1), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal([0], splits.Test.Labels(..));
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Open_OnePart_HasTestOnlyIfCutOff()
    {
        for (int i = 0; i < 6; i++)
        {
            Put($"a/{i}.jpg", "jpeg-odd-0.jpg");
        }

        DatasetSplits without = _registry.Open($"images:{_folder.Path}", ValidationSplit.None);
        DatasetSplits cut = _registry.Open(
            $"images:{_folder.Path}", ValidationSplit.Last(1), new DatasetOptions { Test = ValidationSplit.Last(2) });

        Assert.Contains("--test-split", Assert.Throws<DatasetException>(() => without.Test).Message, StringComparison.Ordinal);
        Assert.Equal((3, 1, 2), (cut.Train.Count, cut.Validation.Count, cut.Test.Count));
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Open_LabelsAndOffset_OrderTheClasses()
    {
        Put("cat/1.jpg", "jpeg-odd-0.jpg");
        Put("dog/2.jpg", "jpeg-odd-1.jpg");
        var options = new DatasetOptions { Labels = ["dog", "bird", "cat"], ClassOffset = 1 };

        ImageDataset all = _registry.Open($"images:{_folder.Path}", null, options).Whole;

        Assert.Equal(["background", "dog", "bird", "cat"], all.ClassNames);
        Assert.Equal([3, 1], all.Labels(..));
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Open_DamagedFolders_SayWhatIsWrong()
    {
        Put("cat/1.jpg", "jpeg-odd-0.jpg");
        Directory.CreateDirectory(_folder.File("empty"));

        Assert.Contains("empty", MessageOf(null), StringComparison.Ordinal);
        Directory.Delete(_folder.File("empty"));
        Assert.Contains("no class", MessageOf(new DatasetOptions { Labels = ["dog"] }), StringComparison.Ordinal);
        File.WriteAllText(_folder.File("cat/x.webp"), "x");
        Assert.Contains("neither JPEG nor PNG", MessageOf(null), StringComparison.Ordinal);
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Loader_DamagedImage_NamesItsFile()
    {
        Put("cat/1.jpg", "jpeg-odd-0.jpg");
        File.WriteAllBytes(_folder.File("cat/2.jpg"), samples.Read("jpeg-odd-0.jpg")[..300]);
        ImageDataset all = _registry.Open($"images:{_folder.Path}").Whole;

        var error = Assert.Throws<DatasetException>(
            () => BatchLoader.ForEvaluation(all, Normalization.ImageNet).Epoch(0).Count());

        Assert.Equal(_folder.File("cat/2.jpg"), error.Path);
    }

    [Fact]
    public void With_PreparedStoredImages_AreResizedWhenRead()
    {
        var shape = new ImageShape(3, 4, 4);
        var stored = new ImageDataset("x", [.. Enumerable.Range(0, 48).Select(i => (byte)(i / 16 * 50))], [0], shape, ["a"]);
        var options = new DatasetOptions
        {
            Preparation = new ImagePreparation { Resize = Resizing.Parse("8x6"), Order = ChannelOrder.Bgr },
        };

        ImageDataset prepared = stored.With(options, prepares: true);

        Assert.Equal("3x8x6", prepared.Shape.ToString());
        Assert.Equal([.. Enumerable.Range(0, 144).Select(i => (byte)(100 - (i / 48 * 50)))], prepared.Image(0).ToArray());
    }

    private string MessageOf(DatasetOptions? options) => Assert.Throws<DatasetException>(
        () => _registry.Open($"images:{_folder.Path}", null, options).Whole).Message;

    private void Put(string path, string sample)
    {
        string full = _folder.File(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, samples.Read(sample));
    }
}
