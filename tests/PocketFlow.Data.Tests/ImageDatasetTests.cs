namespace PocketFlow.Data.Tests;

public class ImageDatasetTests
{
    private readonly ImageDataset _dataset = SampleDatasets.Create(20);

    [Fact]
    public void Subset_OfASubset_RefersToTheOriginalImages()
    {
        ImageDataset subset = _dataset.Slice(5..15).Subset([9, 0, 0]);

        Assert.Equal(3, subset.Count);
        Assert.Equal(_dataset.Image(14).ToArray(), subset.Image(0).ToArray());
        Assert.Equal(_dataset.Image(5).ToArray(), subset.Image(2).ToArray());
        Assert.Equal(4, subset.Label(0));
    }

    [Fact]
    public void Subset_PositionOutside_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _dataset.Slice(..3).Subset([3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _dataset.Subset([-1]));
    }

    [Fact]
    public void Constructor_ArraysThatDoNotFit_Throws()
    {
        var shape = new ImageShape(1, 2, 2);

        Assert.Throws<ArgumentException>(() => new ImageDataset("x", new byte[7], [0, 0], shape, ["a"]));
        Assert.Throws<ArgumentException>(() => new ImageDataset("x", new byte[8], [0, 1], shape, ["a"]));
    }

    [Fact]
    public void Normalized_ChosenImages_AreStraightforwardlyComputedValues()
    {
        Normalization normalization = SampleDatasets.Rgb;
        int[] indices = [7, 2];

        float[] values = _dataset.Normalized(indices, normalization);

        int plane = _dataset.Shape.PlaneLength;
        Assert.Equal(2 * _dataset.Shape.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            (int image, int offset) = Math.DivRem(i, _dataset.Shape.Length);
            int channel = offset / plane;
            double pixel = _dataset.Image(indices[image])[offset] / 255.0;
            double expected = (pixel - normalization.Mean[channel]) / normalization.Deviation[channel];
            Assert.Equal((float)expected, values[i]);
        }
    }

    [Fact]
    public void Normalized_Range_EqualsItsPositions() =>
        Assert.Equal(
            _dataset.Normalized([18, 19], SampleDatasets.Rgb), _dataset.Normalized(^2.., SampleDatasets.Rgb));

    [Fact]
    public void Normalized_OtherChannelCount_Throws() =>
        Assert.Throws<ArgumentException>(() => _dataset.Normalized(..1, Normalization.Identity(2)));
}
