using PocketFlow.Data.Interop;
using PocketFlow.Testing;

namespace PocketFlow.Data.Tests;

public class ImageDecoderTests(SampleImages samples) : IClassFixture<SampleImages>
{
    [ToolFact(PythonOracle.Pillow)]
    public void Decode_Jpeg_EqualsPillow() => CheckAll("jpeg-", ".jpg", 12);

    [ToolFact(PythonOracle.Pillow)]
    public void Decode_Png_EqualsItsSamples() => CheckAll("png-", ".png", 90);

    [ToolFact(PythonOracle.Pillow)]
    public void SizeOf_Images_ReadsTheHeader()
    {
        Assert.Equal((37, 53), ImageDecoder.SizeOf(samples.Read("jpeg-odd-2.jpg"), "odd"));
        Assert.Equal((19, 13), ImageDecoder.SizeOf(samples.Read("png-3-2-1-13x19.png"), "png"));
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Decode_CutShort_SaysSo()
    {
        foreach (string file in new[] { "jpeg-progressive.jpg", "jpeg-odd-2.jpg", "png-2-8-0-13x19.png" })
        {
            byte[] bytes = samples.Read(file);

            var error = Assert.Throws<DatasetException>(() => ImageDecoder.Decode(bytes.AsMemory(0, bytes.Length * 2 / 3), file));

            Assert.Equal(file, error.Path);
            Assert.Contains("damaged", error.Advice, StringComparison.Ordinal);
        }
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Decode_WrongChecksum_NamesTheChunk()
    {
        byte[] bytes = samples.Read("png-2-8-0-13x19.png");
        bytes[^20] ^= 1;

        var error = Assert.Throws<DatasetException>(() => ImageDecoder.Decode(bytes, "x.png"));

        Assert.Contains("IDAT", error.Found, StringComparison.Ordinal);
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Decode_HeaderPromisesMoreThanTheFileHolds_AllocatesNothing()
    {
        byte[] jpeg = samples.Read("jpeg-gray.jpg");
        int frame = jpeg.AsSpan().IndexOf(new byte[] { 0xFF, 0xC0, 0, 11 });
        (jpeg[frame + 5], jpeg[frame + 7]) = (0x30, 0x30);
        byte[] png = samples.Read("png-0-8-0-13x19.png");
        (png[17], png[21]) = (0x7F, 0x7F);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), PngChecksum.Of(png.AsSpan(12, 17)));
        long before = GC.GetAllocatedBytesForCurrentThread();

        var errors = new[] { jpeg, png }.Select(b => Assert.Throws<DatasetException>(() => ImageDecoder.Decode(b, "big"))).ToArray();

        Assert.All(errors, e => Assert.Contains("promises", e.Found, StringComparison.Ordinal));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Theory]
    [InlineData(new byte[0], "an empty file")]
    [InlineData(new byte[] { 0x47, 0x49, 0x46, 0x38, 0x39 }, "first bytes 47494638")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF }, "a JPEG image that can't be decoded")]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, "ends within a chunk")]
    public void Decode_NoImage_SaysWhatWasFound(byte[] bytes, string found)
    {
        var error = Assert.Throws<DatasetException>(() => ImageDecoder.Decode(bytes, "x"));

        Assert.Contains(found, error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WithoutLibrary_SaysHowToInstallIt()
    {
        TurboJpeg? library = TurboJpeg.Load(["no-such-library.so.7"]);

        var error = Assert.Throws<DatasetException>(() => JpegImage.Open(new byte[] { 0xFF, 0xD8 }, "x.jpg", library));

        Assert.Contains("apt-get install libturbojpeg0", error.Message, StringComparison.Ordinal);
    }

    private void CheckAll(string prefix, string extension, int atLeast)
    {
        IReadOnlyList<string> names = samples.Names(prefix);
        Assert.True(names.Count >= atLeast, $"{names.Count} images");
        foreach (string name in names)
        {
            DecodedImage expected = samples.Expected(name);

            DecodedImage found = ImageDecoder.Decode(samples.Read(name + extension), name);

            Assert.Equal((name, expected.Width, expected.Height, expected.Channels), (name, found.Width, found.Height, found.Channels));
            Assert.True(expected.Pixels.AsSpan().SequenceEqual(found.Pixels), name);
        }
    }
}
