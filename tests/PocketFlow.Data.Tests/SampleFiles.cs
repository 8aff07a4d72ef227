using System.Buffers.Binary;
using System.IO.Compression;

namespace PocketFlow.Data.Tests;

/// <summary>Writes small data sets in the official layouts, byte by byte, sharing nothing with the readers.</summary>
internal static class SampleFiles
{
    public static byte Pixel(int image, int offset) => (byte)((image * 37) + (offset * 11));

    public static byte[] Pixels(int image, int length) =>
        [.. Enumerable.Range(0, length).Select(offset => Pixel(image, offset))];

    public static byte[] IdxImages(int count, int height = 4, int width = 5)
    {
        byte[] pixels = [.. Enumerable.Range(0, count).SelectMany(image => Pixels(image, height * width))];
        return [0, 0, 8, 3, .. BigEndian(count), .. BigEndian(height), .. BigEndian(width), .. pixels];
    }

    public static byte[] IdxLabels(int count) =>
        [0, 0, 8, 1, .. BigEndian(count), .. Enumerable.Range(0, count).Select(image => (byte)(image % 10))];

    public static void WriteMnist(TempFolder folder, int train = 12, int test = 4, bool compressed = false)
    {
        Write(folder, "train-images-idx3-ubyte", IdxImages(train), compressed);
        Write(folder, "train-labels-idx1-ubyte", IdxLabels(train), compressed);
        Write(folder, "t10k-images-idx3-ubyte", IdxImages(test), compressed);
        Write(folder, "t10k-labels-idx1-ubyte", IdxLabels(test), compressed);
    }

    public static byte[] CifarRecords(int first, int count, params Func<int, byte>[] labels) =>
        [.. Enumerable.Range(first, count).SelectMany(
            image => (IEnumerable<byte>)[.. labels.Select(label => label(image)), .. Pixels(image, 3072)])];

    public static void WriteCifar10(TempFolder folder, int perFile = 3)
    {
        for (int part = 0; part < 5; part++)
        {
            byte[] records = CifarRecords(part * perFile, perFile, image => (byte)(image % 10));
            File.WriteAllBytes(folder.File($"data_batch_{part + 1}.bin"), records);
        }

        File.WriteAllBytes(folder.File("test_batch.bin"), CifarRecords(100, perFile, image => (byte)(image % 10)));
    }

    public static void WriteCifar100(TempFolder folder, int train = 5, int test = 2)
    {
        Func<int, byte>[] labels = [image => (byte)(image % 20), image => (byte)(99 - image)];
        File.WriteAllBytes(folder.File("train.bin"), CifarRecords(0, train, labels));
        File.WriteAllBytes(folder.File("test.bin"), CifarRecords(0, test, labels));
    }

    public static byte[] Compress(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return target.ToArray();
    }

    private static void Write(TempFolder folder, string name, byte[] bytes, bool compressed) =>
        File.WriteAllBytes(folder.File(compressed ? name + ".gz" : name), compressed ? Compress(bytes) : bytes);

    private static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
