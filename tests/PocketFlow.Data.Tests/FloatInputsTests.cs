namespace PocketFlow.Data.Tests;

public class FloatInputsTests
{
    private readonly ImageDataset _vectors = new(
        "vectors", Inputs.Values([.. Enumerable.Range(0, 12).Select(i => i * 1.5f)], new InputShape(3)),
        Targets.Classes([0, 1, 0, 1], ["a", "b"]));

    [Fact]
    public void Loader_Vectors_AreNormalisedPerValue()
    {
        var normalization = new Normalization([0, 1.5, 3], [1, 1, 2]);

        using Batch batch = BatchLoader.ForEvaluation(_vectors, normalization, workers: 0).Epoch(0).Single();

        Assert.Equal([3], batch.Shape.Dims);
        Assert.Equal([0, 0, 0, 4.5f, 4.5f, 2.25f], batch.ImageSpan[..6].ToArray());
        Assert.Equal(batch.ImageSpan.ToArray(), _vectors.Normalized(.., normalization));
    }

    [Fact]
    public void FromTrain_Vectors_GivesMomentsOfEachValue()
    {
        var normalization = Normalization.FromTrain(_vectors);

        Assert.Equal([6.75, 8.25, 9.75], normalization.Mean);
        Assert.All(normalization.Deviation, d => Assert.Equal(Math.Sqrt(25.3125), d, 5));
    }

    [Fact]
    public void FromTrain_ConstantValue_GetsDeviationOne()
    {
        var constant = new ImageDataset("c", Inputs.Values([2, 2], new InputShape(1)), Targets.Classes([0, 0], ["a"]));

        Assert.Equal("2/1", Normalization.FromTrain(constant).ToString());
    }

    [Fact]
    public void Loader_AugmentationOfVectors_IsRefused()
    {
        var options = new BatchLoaderOptions { Augmentation = AugmentationPipeline.Parse("flip") };

        var error = Assert.Throws<ArgumentException>(() => new BatchLoader(_vectors, Normalization.Identity(1), options));

        Assert.Contains("3 values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Image_OfValues_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => { _ = _vectors.Image(0); });

    [Fact]
    public void Subset_Reshaped_SharesInputs()
    {
        ImageDataset reshaped = _vectors.Subset([2, 0]).Reshape(new InputShape(1, 1, 3));

        float[] values = new float[3];
        reshaped.ReadInput(0, InputSpan.Of(values));

        Assert.Equal([9, 10.5f, 12], values);
        Assert.Equal("1x1x3", reshaped.Slice(..1).Shape.ToString());
        Assert.Throws<ArgumentException>(() => _vectors.Reshape(new InputShape(4)));
    }

    [Fact]
    public void Create_CountsDiffer_SaysBoth()
    {
        var error = Assert.Throws<ArgumentException>(() => new ImageDataset(
            "x", Inputs.Values(new float[6], new InputShape(3)), Targets.Classes([0], ["a"])));

        Assert.Contains("2 inputs", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Inputs.Values(new float[7], new InputShape(3)));
    }

    [Fact]
    public void InputShape_SizesBelowOneOrTooLarge_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new InputShape());
        Assert.Throws<ArgumentException>(() => new InputShape(3, 0));
        Assert.Throws<ArgumentException>(() => new InputShape(70_000, 70_000));
        Assert.Throws<ArgumentException>(() => new InputShape(int.MaxValue, int.MaxValue, int.MaxValue));
        Assert.Equal(new InputShape(2, 3), new InputShape(2, 3));
        Assert.NotEqual(new InputShape(2, 3), new InputShape(3, 2));
    }
}
