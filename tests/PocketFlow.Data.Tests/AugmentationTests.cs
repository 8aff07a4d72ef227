namespace PocketFlow.Data.Tests;

public class AugmentationTests
{
    private static readonly ImageShape s_shape = new(3, 8, 6);
    private static readonly AugmentationContext s_context = new(s_shape, SampleDatasets.Rgb);
    private readonly byte[] _original = SampleDatasets.Create(1).Image(0).ToArray();

    [Theory]
    [InlineData("pad-crop:2", 0)]
    [InlineData("pad-crop:2:77", 77)]
    [InlineData("pad-crop:9", 0)]
    public void PadCrop_EverySeed_IsAWindowOfThePaddedImage(string text, byte fill)
    {
        var crop = (PadCrop)AugmentationPipeline.Parse(text).Steps[0];
        var shifts = new HashSet<(int Down, int Right)>();

        for (int seed = 0; seed < (crop.Padding > 2 ? 20 : 300); seed++)
        {
            byte[] changed = Apply(crop, seed);
            (int Down, int Right)[] matches =
            [
                .. from down in Enumerable.Range(-crop.Padding, (2 * crop.Padding) + 1)
                   from right in Enumerable.Range(-crop.Padding, (2 * crop.Padding) + 1)
                   where changed.AsSpan().SequenceEqual(Shifted(down, right, fill))
                   select (down, right),
            ];
            Assert.NotEmpty(matches);
            shifts.UnionWith(matches);
        }

        Assert.True(crop.Padding > 2 || shifts.Count == 25);
    }

    [Fact]
    public void PadCrop_MeanFill_UsesEachChannelsMean()
    {
        byte[] changed = Apply(new PadCrop(100, FillColour.Mean), seed: 1);

        Assert.Equal([124, 116, 104], new[] { changed[0], changed[48], changed[96] });
    }

    [Fact]
    public void HorizontalFlip_Twice_IsTheIdentity()
    {
        var flip = new HorizontalFlip(1);
        byte[] once = Apply(flip, 0);
        byte[] twice = [.. once];
        var random = new SeededRandom(5);
        flip.Apply(twice, s_context, ref random);

        Assert.Equal(_original, twice);
        Assert.NotEqual(_original, once);
        Assert.Equal(_original[(2 * 48) + (3 * 6)], once[(2 * 48) + (3 * 6) + 5]);
    }

    [Fact]
    public void HorizontalFlip_Probability_IsTheShareOfFlips()
    {
        int flips = Enumerable.Range(0, 2000)
            .Count(seed => !Apply(new HorizontalFlip(0.3), seed).AsSpan().SequenceEqual(_original));

        Assert.InRange(flips, 540, 660);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(50)]
    public void Cutout_EverySeed_PaintsOneRectangleOfTheRightSize(int size)
    {
        byte[] white = [.. Enumerable.Repeat((byte)255, s_shape.Length)];
        for (int seed = 0; seed < 200; seed++)
        {
            byte[] changed = [.. white];
            var random = new SeededRandom(seed);
            new Cutout(size, FillColour.Black).Apply(changed, s_context, ref random);

            (int Row, int Column)[] painted =
                [.. Enumerable.Range(0, 48).Where(i => changed[i] == 0).Select(i => Math.DivRem(i, 6))];
            int height = painted.Max(p => p.Row) - painted.Min(p => p.Row) + 1;
            int width = painted.Max(p => p.Column) - painted.Min(p => p.Column) + 1;
            Assert.Equal(height * width, painted.Length);
            Assert.InRange(height, Math.Min((size + 1) / 2, 8), Math.Min(size, 8));
            Assert.InRange(width, Math.Min((size + 1) / 2, 6), Math.Min(size, 6));
            Assert.Equal(changed[..48], changed[48..96]);
            Assert.Equal(changed[..48], changed[96..]);
        }
    }

    [Fact]
    public void Cutout_Default_FillsWithTheMeanColour()
    {
        byte[] changed = Apply(new Cutout(100), seed: 0);

        Assert.All(changed[48..96], pixel => Assert.Equal(116, pixel));
    }

    [Theory]
    [InlineData("pad-crop:4,flip,cutout:8")]
    [InlineData("pad-crop:4:mean,flip:0.25,cutout:8:0")]
    [InlineData("none")]
    public void Parse_Text_IsWrittenBackTheSame(string text) =>
        Assert.Equal(text, AugmentationPipeline.Parse(text).ToString());

    [Theory]
    [InlineData("pad-crp:4", "Did you mean \"pad-crop\"?")]
    [InlineData("mirror", "pad-crop, flip, cutout")]
    [InlineData("pad-crop", "pad-crop:PIXELS")]
    [InlineData("pad-crop:0", "PIXELS above 0")]
    [InlineData("flip:1.5", "chance from 0 to 1")]
    [InlineData("flip:NaN", "chance from 0 to 1")]
    [InlineData("cutout:8:256", "0 to 255")]
    [InlineData("flip,,cutout:8", "unknown")]
    public void Parse_UnreadableText_SaysWhatIsExpected(string text, string part)
    {
        var error = Assert.Throws<FormatException>(() => AugmentationPipeline.Parse(text));

        Assert.Contains(part, error.Message);
    }

    [Fact]
    public void Apply_StepAddedBehind_LeavesDrawsOfTheFirstAlone()
    {
        byte[] alone = [.. _original], followed = [.. _original];

        AugmentationPipeline.Parse("pad-crop:3").Apply(alone, s_context, Class, new SeededRandom(4));
        AugmentationPipeline.Parse("pad-crop:3,flip:0").Apply(followed, s_context, Class, new SeededRandom(4));

        Assert.Equal(alone, followed);
    }

    private static TargetSpan Class => new(TargetDescription.Class(["a"]), new long[1], []);

    private byte[] Apply(IAugmentation augmentation, int seed)
    {
        byte[] image = [.. _original];
        var random = new SeededRandom(seed);
        augmentation.Apply(image, s_context, ref random);
        return image;
    }

    private byte[] Shifted(int down, int right, byte fill)
    {
        byte[] result = new byte[_original.Length];
        for (int i = 0; i < result.Length; i++)
        {
            (int channel, int rest) = Math.DivRem(i, 48);
            int y = (rest / 6) + down, x = (rest % 6) + right;
            result[i] = y is >= 0 and < 8 && x is >= 0 and < 6 ? _original[(channel * 48) + (y * 6) + x] : fill;
        }

        return result;
    }
}
