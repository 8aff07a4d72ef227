namespace PocketFlow.Data.Tests;

public class TargetsTests
{
    private static readonly string[] s_names = ["a", "b", "c"];
    private static readonly ImageShape s_shape = new(1, 2, 2);

    [Fact]
    public void Batches_ClassSets_AreOnesAndZerosOfTheShuffledImages()
    {
        byte[] members = [.. Enumerable.Range(0, 7 * 3).Select(i => (byte)(i * i % 5 % 2))];

        foreach (Batch batch in Loader(Targets.ClassSets(members, s_names)).Epoch(0))
        {
            using (batch)
            {
                Assert.Empty(batch.Labels);
                Assert.Equal(batch.Count * 3, batch.ValueSpan.Length);
                Assert.All(Enumerable.Range(0, batch.Count * 3), i => Assert.Equal(
                    members[(batch.Indices[i / 3] * 3) + (i % 3)], batch.Values[i]));
            }
        }
    }

    [Fact]
    public void Batches_ClassMaps_AreTheLabelsOfTheShuffledImages()
    {
        byte[] maps = [.. Enumerable.Range(0, 7 * 4).Select(i => i % 4 == 3 ? (byte)255 : (byte)(i % 3))];

        foreach (Batch batch in Loader(
            Targets.ClassMaps(maps, TargetDescription.ClassMap(2, 2, s_names, 255))).Epoch(0))
        {
            using (batch)
            {
                Assert.Equal(TargetKind.ClassMap, batch.Target.Kind);
                Assert.Equal(batch.Count * 4, batch.LabelSpan.Length);
                Assert.All(Enumerable.Range(0, batch.Count * 4), i => Assert.Equal(
                    maps[(batch.Indices[i / 4] * 4) + (i % 4)], batch.Labels[i]));
            }
        }
    }

    [Fact]
    public void Subset_Values_RefersToTheOriginalTargets()
    {
        float[] values = [.. Enumerable.Range(0, 14).Select(i => i / 7f)];
        ImageDataset subset = Dataset(Targets.Values(values, TargetDescription.Values(2))).Slice(2..).Subset([4, 0]);
        float[] read = new float[2];

        subset.ReadTarget(0, new TargetSpan(subset.Target, [], read));

        Assert.Equal(values[12..], read);
        Assert.Empty(subset.ClassNames);
    }

    [Fact]
    public void Label_OfASet_Throws() => Assert.Contains(
        "a set of 3 classes",
        Assert.Throws<InvalidOperationException>(() => Dataset(Targets.ClassSets(new byte[21], s_names)).Label(0)).Message);

    [Fact]
    public void Create_ElementsThatDoNotFit_SaysWhichAndWhatIsAllowed()
    {
        TargetDescription map = TargetDescription.ClassMap(1, 2, s_names, 255);

        Assert.Contains("Record 1 has label 3", Message(() => Targets.Classes([0, 3], s_names)));
        Assert.Contains("Record 0 has value 2", Message(() => Targets.ClassSets([0, 1, 2], s_names)));
        Assert.Contains("multiple of 3", Message(() => Targets.ClassSets([0, 1], s_names)));
        Assert.Contains("finite", Message(() => Targets.Values([1, float.NaN], TargetDescription.Values(2))));
        Assert.Contains("Record 1 has label 254", Message(() => Targets.ClassMaps([0, 255, 1, 254], map)));
        Assert.Contains("6 targets", Message(() => new ImageDataset(
            "x", new byte[7 * 4], s_shape, Targets.Classes(new int[6], s_names))));
    }

    [Fact]
    public void Describe_Nonsense_Throws()
    {
        Message(() => TargetDescription.Points(2, [1, 1]));
        Message(() => TargetDescription.Points(3, [1, 0]));
        Message(() => TargetDescription.Values(3, TargetGeometry.Points));
        Message(() => TargetDescription.ClassMap(2, 2, s_names, 2));
    }

    private static string Message(Func<object> create) => Assert.ThrowsAny<ArgumentException>(create).Message;

    private static ImageDataset Dataset(Targets targets) => new("sample", new byte[7 * 4], s_shape, targets);

    private static BatchLoader Loader(Targets targets) => new(
        Dataset(targets), Normalization.Identity(1), new BatchLoaderOptions { BatchSize = 3 });
}
