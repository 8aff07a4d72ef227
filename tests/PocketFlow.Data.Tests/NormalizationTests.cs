using System.Globalization;

namespace PocketFlow.Data.Tests;

public class NormalizationTests
{
    [Fact]
    public void FromTrain_RandomImages_EqualsTwoPassComputation()
    {
        ImageDataset dataset = SampleDatasets.Create(50).Slice(3..40);

        var computed = Normalization.FromTrain(dataset);

        int plane = dataset.Shape.PlaneLength;
        for (int channel = 0; channel < 3; channel++)
        {
            double[] pixels = [.. Enumerable.Range(0, dataset.Count).SelectMany(
                i => dataset.Image(i).Slice(channel * plane, plane).ToArray().Select(pixel => pixel / 255.0))];
            double mean = pixels.Average();
            double deviation = Math.Sqrt(pixels.Average(pixel => (pixel - mean) * (pixel - mean)));
            Assert.Equal(mean, computed.Mean[channel], 6e-7);
            Assert.Equal(deviation, computed.Deviation[channel], 6e-7);
        }
    }

    [Fact]
    public void FromTrain_OneColour_HasDeviationOne()
    {
        byte[] images = [51, 51, 51, 51];
        var dataset = new ImageDataset("x", images, [0], new ImageShape(1, 2, 2), ["a"]);

        Assert.Equal(new Normalization([0.2], [1]), Normalization.FromTrain(dataset));
    }

    [Fact]
    public void ToString_AnyCulture_IsReadBackExactly()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = culture;
            var odd = new Normalization([1.0 / 3, 1e-9], [Math.PI, 0.1 + 0.2]);

            Assert.Equal("0.485,0.456,0.406/0.229,0.224,0.225", Normalization.ImageNet.ToString());
            Assert.Equal(Normalization.ImageNet, Normalization.Parse("0.485, 0.456,0.406/0.229,0.224,0.225"));
            Assert.Equal(odd, Normalization.Parse(odd.ToString()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("-1..1", 0, -1)]
    [InlineData("-1..1", 255, 1)]
    [InlineData("0..255", 77, 77)]
    [InlineData(" 0 .. 1 ", 51, 0.2)]
    [InlineData("127.5/63.75@255", 255, 2)]
    [InlineData("0.5/0.25", 255, 2)]
    public void Parse_OtherForms_MapPixels(string text, byte pixel, double expected)
    {
        var normalization = Normalization.Parse(text);

        Assert.Equal(expected, normalization.Normalize(pixel, 0), 5);
        Assert.Equal(normalization, Normalization.Parse(normalization.ToString()));
    }

    [Fact]
    public void Parse_ImageNet_IsKnownByName() =>
        Assert.Equal(Normalization.ImageNet, Normalization.Parse("imagenet"));

    [Fact]
    public void For_OneChannel_StandsForAll()
    {
        Normalization fitting = Normalization.Parse("-1..1").For(new ImageShape(3, 2, 2));

        Assert.Equal("0.5,0.5,0.5/0.5,0.5,0.5", fitting.ToString());
        Assert.Throws<ArgumentException>(() => Normalization.ImageNet.For(new InputShape(5)));
    }

    [Theory]
    [InlineData("1..-1", "range")]
    [InlineData("0..", "range")]
    [InlineData("0..1..2", "range")]
    [InlineData("", "slashes")]
    [InlineData("0.5", "slashes")]
    [InlineData("0.5/0.5/0.5", "slashes")]
    [InlineData("0.5,x/1,1", "\"x\" is not a number")]
    [InlineData("0.5,0.5/1", "2 means and 1 deviations")]
    [InlineData("0.5/0", "above 0")]
    [InlineData("0.5/-1", "above 0")]
    [InlineData("NaN/1", "finite")]
    public void Parse_UnreadableText_SaysWhatIsWrong(string text, string part)
    {
        var error = Assert.Throws<FormatException>(() => Normalization.Parse(text));

        Assert.Contains(part, error.Message);
        Assert.False(Normalization.TryParse(text, out _));
    }

    [Fact]
    public void Equals_SameNumbers_IsTrueWithSameHash()
    {
        var left = new Normalization([0.5], [0.25]);
        var right = new Normalization([0.5], [0.25]);

        Assert.Equal(left, right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.NotEqual(left, new Normalization([0.25], [0.5]));
    }

    [Fact]
    public void Identity_Pixel_IsDividedBy255() =>
        Assert.Equal(51 / 255f, Normalization.Identity(2).Normalize(51, 1));
}
