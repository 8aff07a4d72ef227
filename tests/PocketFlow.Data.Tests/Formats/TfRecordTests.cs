using System.Runtime.InteropServices;
using PocketFlow.Testing;

namespace PocketFlow.Data.Tests;

public sealed class TfRecordTests : IDisposable
{
    private readonly Lazy<TempFolder> _folder = new(() => PythonOracle.Run("tf_records.py"));
    private readonly DatasetRegistry _registry = DatasetRegistry.CreateDefault("/nonexistent");

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            _folder.Value.Dispose();
        }
    }

    [ToolFact(PythonOracle.Protobuf, PythonOracle.Pillow)]
    public void Open_EncodedImages_AreDecoded()
    {
        byte[] pixels = File.ReadAllBytes(In("pixels.bin"));
        foreach (string name in new[] { "train-*", "packed.tfrecord.gz" })
        {
            ImageDataset all = _registry.Open($"tfrecord:{In(name)}", ValidationSplit.None).Train;

            Assert.Equal([2, 0, 1], all.Labels(..));
            Assert.Equal(["class-0", "class-1", "class-2"], all.ClassNames);
            CheckPixels(pixels, all);
        }
    }

    [ToolFact(PythonOracle.Protobuf, PythonOracle.Pillow)]
    public void Open_NamesWithParts_AreParts()
    {
        DatasetSplits splits = _registry.Open($"tfrecord:{In("*-of-*")}", ValidationSplit.Last(1));

        Assert.Equal((2, 1, 1), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal("3x20x24", splits.Test.Shape.ToString());
        Assert.Equal(480 * 3, splits.Test.Image(0).Length);
    }

    [ToolFact(PythonOracle.Protobuf, PythonOracle.Pillow)]
    public void Open_RawPixels_TakeTheirSizeFromFeatures()
    {
        ImageDataset all = _registry.Open($"tfrecord:{In("raw.tfrecord")}").Whole;

        CheckPixels(File.ReadAllBytes(In("pixels.bin")), all);
        Assert.Equal([2, 0, 1], all.Labels(..));
    }

    [ToolFact(PythonOracle.Protobuf, PythonOracle.Pillow)]
    public void Open_Floats_AreValues()
    {
        ImageDataset all = _registry.Open($"tfrecord:{In("floats.tfrecord")}").Whole;

        float[] expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(In("floats.bin"))).ToArray();
        Assert.Equal("7", all.Shape.ToString());
        Assert.Equal(expected, all.Normalized(.., Normalization.Identity(1)));
    }

    [ToolFact(PythonOracle.Protobuf, PythonOracle.Pillow)]
    public void Open_AnyDamagedByte_IsFound()
    {
        byte[] bytes = File.ReadAllBytes(In("floats.tfrecord"));
        string path = In("damaged.tfrecord");
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x10;
            File.WriteAllBytes(path, bytes);
            bytes[i] ^= 0x10;

            var error = Assert.Throws<DatasetException>(() => _registry.Open($"tfrecord:{path}").Whole);

            Assert.Contains("check", error.Message, StringComparison.Ordinal);
        }
    }

    [ToolFact(PythonOracle.Protobuf, PythonOracle.Pillow)]
    public void Open_WithoutLabel_ListsTheFeatures()
    {
        var options = new DatasetOptions { LabelColumn = "kind" };

        var error = Assert.Throws<DatasetException>(
            () => _registry.Open($"tfrecord:{In("raw.tfrecord")}", null, options).Whole);

        Assert.Contains("image_raw", error.Found, StringComparison.Ordinal);
        Assert.Contains("kind", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MissingFiles_SaysWhatIsExpected()
    {
        var error = Assert.Throws<DatasetException>(() => _registry.Open("tfrecord:/nonexistent/train-*"));

        Assert.Contains("no such file", error.Found, StringComparison.Ordinal);
    }

    private static void CheckPixels(byte[] pixels, ImageDataset all)
    {
        for (int i = 0; i < 3; i++)
        {
            byte[] image = all.Image(i).ToArray();
            Assert.Equal(Enumerable.Range(0, 1440).Select(k => pixels[(i * 1440) + (k % 480 * 3) + (k / 480)]), image);
        }
    }

    private string In(string name) => _folder.Value.File(name);
}
