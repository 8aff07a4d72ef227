namespace PocketFlow.Data.Tests;

/// <summary>Targets with positions go where the pixels go: the image itself says where that is.</summary>
public class TargetMovementTests
{
    private const int Height = 7, Width = 10;
    private static readonly ImageShape s_shape = new(1, Height, Width);
    private static readonly string[] s_names = [.. Enumerable.Range(0, 200).Select(i => $"{i}")];
    private static readonly AugmentationContext s_context = new(s_shape, Normalization.Identity(1));

    [Theory]
    [InlineData("flip:1")]
    [InlineData("pad-crop:3:255")]
    [InlineData("pad-crop:2:255,flip,pad-crop:1:255")]
    public void ClassMap_EqualToTheImage_StaysEqual(string augmentation)
    {
        TargetDescription description = TargetDescription.ClassMap(Height, Width, s_names, 255);
        for (int seed = 0; seed < 30; seed++)
        {
            byte[] image = [.. Enumerable.Range(0, s_shape.Length).Select(i => (byte)i)];
            long[] map = [.. image.Select(pixel => (long)pixel)];
            byte[] before = [.. image];

            AugmentationPipeline.Parse(augmentation).Apply(
                image, s_context, new TargetSpan(description, map, []), new SeededRandom(seed));

            Assert.Equal(image.Select(pixel => (long)pixel), map);
            Assert.True(seed > 0 || !before.AsSpan().SequenceEqual(image));
        }
    }

    [Theory]
    [InlineData("flip:1", true)]
    [InlineData("pad-crop:2", false)]
    [InlineData("pad-crop:1,flip,pad-crop:1", null)]
    public void Points_OnMarkedPixels_FollowThem(string augmentation, bool? isMirrored)
    {
        TargetDescription description = TargetDescription.Points(3, [1, 0, 2]);
        (int Y, int X)[] places = [(2, 3), (3, 7), (4, 5)];
        for (int seed = 0; seed < 30; seed++)
        {
            byte[] image = new byte[s_shape.Length];
            float[] points = new float[6];
            for (int i = 0; i < 3; i++)
            {
                image[(places[i].Y * Width) + places[i].X] = (byte)(i + 1);
                (points[2 * i], points[(2 * i) + 1]) =
                    ((places[i].X + 0.5f) / Width, (places[i].Y + 0.5f) / Height);
            }

            AugmentationPipeline.Parse(augmentation).Apply(
                image, s_context, new TargetSpan(description, [], points), new SeededRandom(seed));

            bool mirrored = Array.IndexOf(image, (byte)1) % Width > Array.IndexOf(image, (byte)2) % Width;
            Assert.Equal(isMirrored ?? mirrored, mirrored);
            for (int i = 0; i < 3; i++)
            {
                int marker = mirrored ? description.Mirror![i] : i;
                (int y, int x) = Math.DivRem(Array.IndexOf(image, (byte)(marker + 1)), Width);
                Assert.Equal((x + 0.5f) / Width, points[2 * i], 1e-5f);
                Assert.Equal((y + 0.5f) / Height, points[(2 * i) + 1], 1e-5f);
            }
        }
    }

    [Fact]
    public void FixedValues_StayAsTheyAre()
    {
        float[] values = [3, 4];

        AugmentationPipeline.Parse("pad-crop:3,flip:1").Apply(
            new byte[s_shape.Length], s_context,
            new TargetSpan(TargetDescription.Values(2, TargetGeometry.Fixed), [], values), new SeededRandom(1));

        Assert.Equal([3, 4], values);
    }

    public static TheoryData<string, TargetDescription, string?> Fits => new()
    {
        { "pad-crop:2,flip", TargetDescription.Class(s_names), null },
        { "pad-crop:2,flip", TargetDescription.ClassSet(s_names), null },
        { "pad-crop:2,flip", TargetDescription.Values(2, TargetGeometry.Fixed), null },
        { "cutout:3", TargetDescription.Values(2), null },
        { "cutout:3,flip", TargetDescription.Values(2), "flip moves pixels" },
        { "pad-crop:2", TargetDescription.Points(2), null },
        { "flip", TargetDescription.Points(2), "mirrored" },
        { "flip", TargetDescription.Points(2, [1, 0]), null },
        { "pad-crop:2,flip", TargetDescription.ClassMap(Height, Width, s_names, 255), null },
        { "pad-crop:2", TargetDescription.ClassMap(Height, Width, s_names), "doesn't count" },
        { "pad-crop:2", TargetDescription.ClassMap(3, 4, s_names, 255), "3x4" },
        { "flip", TargetDescription.ClassMap(3, 4, s_names), null },
    };

    [Theory]
    [MemberData(nameof(Fits))]
    public void ProblemWith_Target_IsStatedWhereItCannotFollow(
        string augmentation, TargetDescription target, string? problem)
    {
        string? found = AugmentationPipeline.Parse(augmentation).ProblemWith(target, s_shape);

        Assert.Equal(problem is null, found is null);
        Assert.Contains(problem ?? "", found ?? "");
    }

    [Fact]
    public void BatchLoader_TargetsThatCannotFollow_Throws() => Assert.Throws<ArgumentException>(() => new BatchLoader(
        new ImageDataset("x", new byte[70], s_shape, Targets.Values([1, 2], TargetDescription.Values(2))),
        Normalization.Identity(1), new() { Augmentation = AugmentationPipeline.Parse("flip") }));
}
