namespace PocketFlow.Data.Tests;

/// <summary>Data sets in memory for tests of what comes after reading.</summary>
internal static class SampleDatasets
{
    public static Normalization Rgb { get; } = Normalization.Parse("0.485,0.456,0.406/0.229,0.224,0.225");

    /// <summary>Random RGB images; class = position modulo 10.</summary>
    public static ImageDataset Create(int count, int height = 8, int width = 6)
    {
        var shape = new ImageShape(3, height, width);
        byte[] images = new byte[count * shape.Length];
        var random = new SeededRandom(17);
        for (int i = 0; i < images.Length; i++)
        {
            images[i] = (byte)random.NextUInt64();
        }

        int[] labels = [.. Enumerable.Range(0, count).Select(image => image % 10)];
        return new ImageDataset("sample", images, labels, shape, ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]);
    }
}
