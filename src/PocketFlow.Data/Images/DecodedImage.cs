namespace PocketFlow.Data;

/// <summary>An image as a decoder gives it: 8 bits a sample, gray or RGB, channels interleaved.</summary>
internal sealed class DecodedImage
{
    public DecodedImage(int width, int height, int channels, byte[] pixels)
    {
        (Width, Height, Channels, Pixels) = (width, height, channels, pixels);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>1 for gray, 3 for RGB.</summary>
    public int Channels { get; }

    /// <summary>[H, W, C].</summary>
    public byte[] Pixels { get; }

    /// <summary>A new image whose pixels are still to be written.</summary>
    public static DecodedImage Create(int width, int height, int channels) =>
        new(width, height, channels, GC.AllocateUninitializedArray<byte>(checked(width * height * channels)));

    /// <summary>Interleaves channels that are stored one after the other.</summary>
    /// <param name="planes">[C, H, W].</param>
    /// <param name="shape">Their shape, with 1 or 3 channels.</param>
    public static DecodedImage FromPlanes(ReadOnlySpan<byte> planes, ImageShape shape)
    {
        DecodedImage image = Create(shape.Width, shape.Height, shape.Channels);
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            ReadOnlySpan<byte> plane = planes.Slice(channel * shape.PlaneLength, shape.PlaneLength);
            for (int i = 0, to = channel; i < plane.Length; i++, to += shape.Channels)
            {
                image.Pixels[to] = plane[i];
            }
        }

        return image;
    }

    /// <summary>Writes the channels one after the other, [C, H, W].</summary>
    public void WritePlanes(Span<byte> planes)
    {
        int length = Width * Height;
        for (int channel = 0; channel < Channels; channel++)
        {
            Span<byte> plane = planes.Slice(channel * length, length);
            for (int i = 0, from = channel; i < plane.Length; i++, from += Channels)
            {
                plane[i] = Pixels[from];
            }
        }
    }
}
