using System.Text;
using PocketFlow.Testing;

namespace PocketFlow.Data.Tests;

public class ImagePreparationTests(SampleImages samples) : IClassFixture<SampleImages>
{
    [ToolFact(PythonOracle.Pillow)]
    public void Decode_ResizedAndCropped_EqualsPillow()
    {
        IReadOnlyList<string> names = samples.Names("resized-");
        Assert.Equal(13, names.Count);
        foreach (string name in names)
        {
            string[] asked = Encoding.ASCII.GetString(samples.Read(name + ".txt")).Split(',');
            var preparation = new ImagePreparation
            {
                Resize = asked[0].Length == 0 ? null : Resizing.Parse(asked[0]),
                Crop = asked[1].Length == 0 ? null : Resizing.Parse(asked[1]),
                Channels = asked[2] == "1" ? 1 : 3,
            };
            DecodedImage expected = samples.Expected(name);

            byte[] found = Decode(preparation, samples.Read(name + ".png"), out ImageShape shape);

            Assert.Equal(new ImageShape(expected.Channels, expected.Height, expected.Width), shape);
            int wrong = found.AsSpan().CommonPrefixLength(ChannelsFirst(expected));
            Assert.True(wrong == found.Length, $"{name}: sample {wrong} of {found.Length}");
        }
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Decode_Bgr_ReversesChannels()
    {
        byte[] file = samples.Read("jpeg-odd-2.jpg");

        byte[] rgb = Decode(new ImagePreparation(), file, out ImageShape shape);
        byte[] bgr = Decode(new ImagePreparation { Order = ChannelOrder.Bgr }, file, out _);

        Assert.Equal(rgb[..shape.PlaneLength], bgr[^shape.PlaneLength..]);
        Assert.Equal(rgb[^shape.PlaneLength..], bgr[..shape.PlaneLength]);
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Decode_GrayImageForThreeChannels_RepeatsThePlane()
    {
        byte[] found = Decode(new ImagePreparation(), samples.Read("jpeg-gray.jpg"), out ImageShape shape);

        Assert.Equal(samples.Expected("jpeg-gray").Pixels, found[..shape.PlaneLength]);
        Assert.Equal(found[..shape.PlaneLength], found[^shape.PlaneLength..]);
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Decode_CropLargerThanImage_SaysWhatToGive()
    {
        var preparation = new ImagePreparation { Crop = Resizing.Parse("64") };

        var error = Assert.Throws<DatasetException>(() => Decode(preparation, samples.Read("jpeg-gray.jpg"), out _));

        Assert.Contains("31x45", error.Message, StringComparison.Ordinal);
        Assert.Contains("--resize", error.Message, StringComparison.Ordinal);
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Decode_OtherShapeThanTheSet_SaysWhatToGive()
    {
        byte[] file = samples.Read("jpeg-gray.jpg");

        var error = Assert.Throws<DatasetException>(
            () => new ImagePreparation().Decode(file, "x.jpg", new ImageShape(3, 32, 32), new byte[3072]));

        Assert.Contains("--crop", error.Message, StringComparison.Ordinal);
    }

    [ToolFact(PythonOracle.Pillow)]
    public void Decode_ResizedToMoreThanMemoryShouldHold_IsRefused()
    {
        var preparation = new ImagePreparation { Resize = Resizing.Parse("16384x16384") };

        var error = Assert.Throws<DatasetException>(
            () => preparation.Decode(samples.Read("jpeg-gray.jpg"), "x.jpg", new ImageShape(3, 16384, 16384), []));

        Assert.Contains("pixels", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("256", 400, 300, 341, 256)]
    [InlineData("256", 300, 400, 256, 341)]
    [InlineData("224x320", 300, 400, 224, 320)]
    public void Resizing_Parse_GivesTheSize(string text, int height, int width, int rows, int columns)
    {
        Resizing resizing = Resizing.Parse(text);

        Assert.Equal((rows, columns), resizing.Apply(height, width));
        Assert.Equal(text, resizing.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("20000")]
    [InlineData("1x2x3")]
    [InlineData("big")]
    public void Resizing_ParseNonsense_SaysWhatIsExpected(string text)
    {
        var error = Assert.Throws<FormatException>(() => Resizing.Parse(text));

        Assert.Contains("224x224", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Decode(ImagePreparation preparation, byte[] file, out ImageShape shape)
    {
        (int width, int height) = ImageDecoder.SizeOf(file, "image");
        shape = preparation.ShapeOf(new ImageShape(3, height, width));
        byte[] input = new byte[shape.Length];
        preparation.Decode(file, "image", shape, input);
        return input;
    }

    private static byte[] ChannelsFirst(DecodedImage image)
    {
        byte[] moved = new byte[image.Pixels.Length];
        int plane = image.Width * image.Height;
        for (int i = 0; i < moved.Length; i++)
        {
            moved[(i % image.Channels * plane) + (i / image.Channels)] = image.Pixels[i];
        }

        return moved;
    }
}
