namespace PocketFlow.Runtimes.Tests;

/// <summary>First test images of CIFAR-10, binary layout: a label byte, then R, G and B planes of 32x32.</summary>
internal static class CifarImages
{
    public const string Missing =
        "No CIFAR-10; POCKETFLOW_CIFAR10 names the directory of test_batch.bin, or of cifar-10-batches-bin with it.";

    private const int Record = 1 + (3 * 32 * 32);

    public static string? Path { get; } = Find();

    public static (int[] Labels, byte[] Planes) Read(int count)
    {
        var records = new byte[count * Record];
        using var file = File.OpenRead(Path!);
        file.ReadExactly(records);
        return (
            [.. Enumerable.Range(0, count).Select(i => (int)records[i * Record])],
            [.. Enumerable.Range(0, count).SelectMany(i => records.AsSpan((i * Record) + 1, Record - 1).ToArray())]);
    }

    /// <summary>NCHW, in 0..1, normalised with ImageNet's means and deviations.</summary>
    public static float[] ToNchw(byte[] planes)
    {
        float[] mean = [0.485f, 0.456f, 0.406f];
        float[] deviation = [0.229f, 0.224f, 0.225f];
        return [.. planes.Select((value, i) => ((value / 255f) - mean[i / 1024 % 3]) / deviation[i / 1024 % 3])];
    }

    /// <summary>NHWC, in 0..255.</summary>
    public static float[] ToNhwc(byte[] planes)
    {
        var values = new float[planes.Length];
        for (var i = 0; i < planes.Length; i++)
        {
            var (image, channel, pixel) = (i / 3072, i / 1024 % 3, i % 1024);
            values[(image * 3072) + (pixel * 3) + channel] = planes[i];
        }

        return values;
    }

    public static int[] Top1(float[] scores, int classes) =>
        [.. scores.Chunk(classes).Select(row => Array.IndexOf(row, row.Max()))];

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable("POCKETFLOW_CIFAR10");
        var root = string.IsNullOrEmpty(named)
            ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "data")
            : named;
        return new[] { "test_batch.bin", "cifar-10-batches-bin/test_batch.bin" }
            .Select(file => System.IO.Path.Combine(root, file))
            .FirstOrDefault(File.Exists);
    }
}
