namespace PocketFlow.Data;

/// <summary>How decoded images become inputs: resized, cropped from the centre, converted to a number of channels.</summary>
/// <remarks>
/// Resizing is bilinear with antialiasing and agrees with Pillow's bit by bit; sizes and places are torchvision's
/// (<c>Resize</c>, <c>CenterCrop</c>).
/// </remarks>
public sealed record ImagePreparation
{
    /// <summary>The size that images are resized to; null leaves them as they are.</summary>
    public Resizing? Resize { get; init; }

    /// <summary>
    /// The size that is cut from the centre; a single number stands for a square. Null takes whole images.
    /// </summary>
    public Resizing? Crop { get; init; }

    /// <summary>Channels of the inputs: 3, or 1 for gray.</summary>
    /// <value>The default is 3 for image files, and for stored arrays what they have.</value>
    public int? Channels { get; init; }

    /// <summary>Order of three channels.</summary>
    /// <value>The default is RGB.</value>
    public ChannelOrder Order { get; init; }

    /// <summary>Whether images stay as they are.</summary>
    internal bool IsNone => this == new ImagePreparation();

    /// <summary>The shape that a stored image gets.</summary>
    /// <param name="image">Shape of the image.</param>
    public ImageShape ShapeOf(ImageShape image)
    {
        (int rows, int columns) = CropOf(Resize?.Apply(image.Height, image.Width) ?? (image.Height, image.Width));
        return new ImageShape(Channels ?? image.Channels, rows, columns);
    }

    /// <summary>Decodes an image and writes it as an input.</summary>
    /// <param name="bytes">A JPEG or PNG file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="shape">The shape of inputs.</param>
    /// <param name="destination">Room for one input, [C, H, W].</param>
    /// <exception cref="DatasetException">The image is damaged, or doesn't get that shape.</exception>
    internal void Decode(ReadOnlyMemory<byte> bytes, string name, ImageShape shape, Span<byte> destination)
    {
        Apply(ImageDecoder.Decode(bytes, name), name, shape, destination);
    }

    /// <summary>Writes an image as an input.</summary>
    /// <param name="image">The image.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="shape">The shape of inputs.</param>
    /// <param name="destination">Room for one input, [C, H, W].</param>
    /// <exception cref="DatasetException">The image doesn't get that shape.</exception>
    internal void Apply(DecodedImage image, string name, ImageShape shape, Span<byte> destination) =>
        Write(Fit(shape.Channels == 1 ? Gray(image) : image, shape, name), shape.Channels, destination);

    private DecodedImage Fit(DecodedImage image, ImageShape shape, string name)
    {
        (int height, int width) = Resize?.Apply(image.Height, image.Width) ?? (image.Height, image.Width);
        (int rows, int columns) = CropOf((height, width));
        if (rows > height || columns > width)
        {
            throw new DatasetException(
                name, $"an image of {image.Height}x{image.Width}, {height}x{width} when resized",
                $"at least {rows}x{columns} pixels to crop", "Give a larger size to resize to (--resize), or a smaller crop");
        }

        if ((rows, columns) != (shape.Height, shape.Width))
        {
            throw new DatasetException(
                name, $"an image that becomes {rows}x{columns}", $"{shape.Height}x{shape.Width}, as others of the data set",
                "Give a size to resize to and a size to crop: --resize 256 --crop 224");
        }

        ImageDecoder.RequireModest(columns, rows, name);
        ImageDecoder.RequireModest(columns, image.Height, name);
        var window = new Window(Centre(height - rows), Centre(width - columns), rows, columns);
        return Resampler.Resize(image, height, width, window);
    }

    private (int Rows, int Columns) CropOf((int Height, int Width) size) => Crop switch
    {
        null => size,
        { ShortSide: { } side } => (side, side),
        _ => (Crop.Height, Crop.Width),
    };

    /// <summary>Half of what is cut off, halves rounded to even numbers, as Python rounds.</summary>
    private static int Centre(int excess) => (int)Math.Round(excess / 2.0, MidpointRounding.ToEven);

    /// <summary>[H, W, C] of the image to [C, H, W] of the input.</summary>
    private void Write(DecodedImage image, int channels, Span<byte> destination)
    {
        byte[] pixels = image.Pixels;
        int plane = image.Width * image.Height;
        for (int channel = 0; channel < channels; channel++)
        {
            Span<byte> target = destination.Slice(channel * plane, plane);
            if (image.Channels == 1)
            {
                pixels.CopyTo(target);
            }
            else
            {
                WriteChannel(pixels, Order == ChannelOrder.Rgb ? channel : 2 - channel, target);
            }
        }
    }

    private static void WriteChannel(ReadOnlySpan<byte> pixels, int from, Span<byte> target)
    {
        for (int i = 0; i < target.Length; i++, from += 3)
        {
            target[i] = pixels[from];
        }
    }

    /// <summary>Luma of ITU-R 601 in integers, as Pillow converts.</summary>
    private static DecodedImage Gray(DecodedImage image)
    {
        if (image.Channels == 1)
        {
            return image;
        }

        var gray = DecodedImage.Create(image.Width, image.Height, 1);
        byte[] pixels = image.Pixels;
        for (int i = 0, from = 0; i < gray.Pixels.Length; i++, from += 3)
        {
            int luma = (pixels[from] * 19595) + (pixels[from + 1] * 38470) + (pixels[from + 2] * 7471);
            gray.Pixels[i] = (byte)((luma + 0x8000) >> 16);
        }

        return gray;
    }
}
