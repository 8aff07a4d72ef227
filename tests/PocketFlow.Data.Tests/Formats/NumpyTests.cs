using System.Globalization;
using PocketFlow.Testing;

namespace PocketFlow.Data.Tests;

public sealed class NumpyTests(NumpyFiles files) : IClassFixture<NumpyFiles>
{
    private readonly DatasetRegistry _registry = DatasetRegistry.CreateDefault("/nonexistent");

    [ToolFact(PythonOracle.Numpy)]
    public void Read_AllTypesOrdersAndVersions_EqualNumpy()
    {
        string[] arrays = Directory.GetFiles(files.Path, "*.npy");
        Assert.Equal(53, arrays.Length);
        foreach (string path in arrays)
        {
            string[] expected = File.ReadAllLines(Path.ChangeExtension(path, ".txt"));

            NumpyArray array = Read(File.ReadAllBytes(path), path);

            Assert.Equal(expected[0], string.Join(",", array.Shape));
            Assert.Equal(
                expected[1].Split(',').Select(n => float.Parse(n, CultureInfo.InvariantCulture)), array.Floats());
        }
    }

    [ToolFact(PythonOracle.Numpy)]
    public void Open_Npz_GivesPartsAndChannelsFirst()
    {
        DatasetSplits splits = _registry.Open($"npz:{files.Path}/plain.npz", ValidationSplit.Last(1));
        byte[] raw = File.ReadAllBytes(Path.Combine(files.Path, "images.bin"));

        Assert.Equal((5, 1, 2), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal("3x5x4", splits.Train.Shape.ToString());
        Assert.Equal([0, 2, 1, 0, 2], splits.Train.Labels(..));
        Assert.Equal([0, 2], splits.Test.Labels(..));
        Assert.Equal(["0", "1", "2"], splits.Test.ClassNames);
        byte[] image = splits.Train.Image(1).ToArray();
        Assert.Equal(Enumerable.Range(0, 60).Select(i => raw[60 + (i % 20 * 3) + (i / 20)]), image);
    }

    [ToolFact(PythonOracle.Numpy)]
    public void Open_CompressedNpzInChannelsFirst_IsTheSame()
    {
        ImageDataset plain = _registry.Open($"npz:{files.Path}/plain.npz", ValidationSplit.None).Train;
        ImageDataset packed = _registry.Open($"npz:{files.Path}/packed.npz").Whole;

        Assert.Equal(plain.Labels(..), packed.Labels(..));
        for (int i = 0; i < plain.Count; i++)
        {
            Assert.Equal(plain.Image(i).ToArray(), packed.Image(i).ToArray());
        }
    }

    [ToolFact(PythonOracle.Numpy)]
    public void Open_Floats_AreValuesOfTheirShape()
    {
        ImageDataset sounds = _registry.Open($"npz:{files.Path}/floats.npz").Whole;

        Assert.Equal((InputKind.Values, "1x49x10"), (sounds.InputKind, sounds.Shape.ToString()));
    }

    [ToolFact(PythonOracle.Numpy)]
    public void Open_OtherTargets_AreToldByTypeAndShape()
    {
        TargetDescription Target(string name) => _registry.Open($"npz:{files.Path}/{name}.npz").Whole.Target;

        Assert.Equal((TargetKind.Values, 2), (Target("values").Kind, Target("values").Length));
        Assert.Equal((TargetKind.ClassSet, 3), (Target("sets").Kind, Target("sets").Length));
        Assert.Equal((TargetKind.ClassMap, 20), (Target("maps").Kind, Target("maps").Length));
    }

    [ToolFact(PythonOracle.Numpy)]
    public void Open_NpyFolderAndFile_FindTheTargets()
    {
        using var folder = new TempFolder();
        foreach ((string from, string to) in new[] { ("version1", "x_train"), ("i8little-c", "unrelated") })
        {
            File.Copy(Path.Combine(files.Path, from + ".npy"), folder.File(to + ".npy"));
        }

        byte[] labels = File.ReadAllBytes(Path.Combine(files.Path, "vector.npy"));
        string text = System.Text.Encoding.Latin1.GetString(labels).Replace("(5,)", "(2,)", StringComparison.Ordinal);
        File.WriteAllBytes(folder.File("y_train.npy"), System.Text.Encoding.Latin1.GetBytes(text)[..^24]);

        ImageDataset all = _registry.Open($"npy:{folder.Path}").Whole;
        ImageDataset one = _registry.Open($"npy:{folder.File("x_train.npy")}").Whole;

        Assert.Equal("3", all.Shape.ToString());
        Assert.Equal([0, 1], one.Labels(..));
        Assert.Equal([3, 4, 5], one.Normalized(1..2, Normalization.Identity(1)));
    }

    [ToolFact(PythonOracle.Numpy)]
    public void Read_SizeBeyondTheFile_AllocatesNothing()
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(files.Path, "version1.npy"));
        string text = System.Text.Encoding.Latin1.GetString(bytes)
            .Replace("(2, 3), }       ", "(2, 300000000), }", StringComparison.Ordinal);
        byte[] longer = System.Text.Encoding.Latin1.GetBytes(text)[..bytes.Length];
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<DatasetException>(() => Read(longer, "x.npy"));

        Assert.Contains("2400000000", error.Expected, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("not an array", "first bytes")]
    public void Read_NoArray_SaysWhatWasFound(string text, string found)
    {
        var error = Assert.Throws<DatasetException>(() => Read(System.Text.Encoding.ASCII.GetBytes(text), "x.npy"));

        Assert.Contains(found, error.Found, StringComparison.Ordinal);
    }

    internal static NumpyArray Read(byte[] bytes, string name)
    {
        using var stream = new MemoryStream(bytes);
        return NumpyArray.Read(stream, bytes.Length, name);
    }
}
