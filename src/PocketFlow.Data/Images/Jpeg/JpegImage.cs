using PocketFlow.Data.Interop;

namespace PocketFlow.Data;

/// <summary>A JPEG file: baseline or progressive, gray, YCbCr or RGB with any usual subsampling, CMYK and YCCK.</summary>
/// <remarks>
/// CMYK is converted without a colour profile, as Adobe's inverted inks, which is how such files are written. A file that
/// is cut short is refused; lesser damage is passed over, as all decoders do.
/// </remarks>
internal sealed class JpegImage : EncodedImage
{
    // One bit is the shortest code of a block of 8 x 8 pixels, so a byte holds 8 blocks at most.
    private const int PixelsPerByte = 8 * 64;

    private static readonly byte[] s_startOfScan = [0xFF, 0xDA];
    private static readonly byte[] s_endOfImage = [0xFF, 0xD9];

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string _name;
    private readonly TurboJpeg _library;
    private readonly JpegHeader _header;

    private JpegImage(ReadOnlyMemory<byte> bytes, string name, TurboJpeg library, JpegHeader header)
    {
        (_bytes, _name, _library, _header) = (bytes, name, library, header);
    }

    /// <summary>Reads and checks the header.</summary>
    /// <exception cref="DatasetException">The file is damaged, or libturbojpeg is not installed.</exception>
    public static JpegImage Open(ReadOnlyMemory<byte> bytes, string name) => Open(bytes, name, TurboJpeg.Installed);

    internal static JpegImage Open(ReadOnlyMemory<byte> bytes, string name, TurboJpeg? library)
    {
        if (library is null)
        {
            throw new DatasetException(
                name, "a JPEG image", "libturbojpeg on this machine, which decodes JPEG",
                "Install it: sudo apt-get install libturbojpeg0 (macOS: brew install jpeg-turbo)");
        }

        Check(library.ReadHeader(bytes.Span, out JpegHeader header), name);
        RequireEnd(bytes.Span, name);
        ImageDecoder.RequirePossible(header.Width, header.Height, (long)bytes.Length * PixelsPerByte, name);
        return new JpegImage(bytes, name, library, header) { Width = header.Width, Height = header.Height };
    }

    public override DecodedImage Decode() => _header.ColorSpace switch
    {
        JpegColorSpace.Gray => Decode(JpegPixelFormat.Gray, 1),
        JpegColorSpace.Cmyk or JpegColorSpace.Ycck => ToRgb(Decode(JpegPixelFormat.Cmyk, 4)),
        _ => Decode(JpegPixelFormat.Rgb, 3),
    };

    private DecodedImage Decode(JpegPixelFormat format, int samples)
    {
        var image = DecodedImage.Create(Width, Height, samples);
        Check(_library.Decompress(_bytes.Span, _header, format, image.Pixels), _name);
        return image;
    }

    private static void Check(JpegComplaint? complaint, string name)
    {
        if (complaint is { IsFatal: true })
        {
            throw ImageDecoder.Damaged(
                name, $"a JPEG image that can't be decoded ({complaint.Message.TrimEnd('.')})", "a whole JPEG image");
        }
    }

    /// <summary>Compressed data hold no markers, so a file whose last scan has no end was cut short.</summary>
    private static void RequireEnd(ReadOnlySpan<byte> file, string name)
    {
        if (file.LastIndexOf(s_endOfImage) < file.LastIndexOf(s_startOfScan))
        {
            throw ImageDecoder.Damaged(name, "a JPEG image without its end", "a whole JPEG image");
        }
    }

    private static DecodedImage ToRgb(DecodedImage inks)
    {
        var image = DecodedImage.Create(inks.Width, inks.Height, 3);
        byte[] source = inks.Pixels, target = image.Pixels;
        for (int from = 0, to = 0; from < source.Length; from += 4)
        {
            int light = source[from + 3];
            target[to++] = Mixed(source[from], light);
            target[to++] = Mixed(source[from + 1], light);
            target[to++] = Mixed(source[from + 2], light);
        }

        return image;
    }

    /// <summary>What is left of the light behind black after an inverted ink, rounded.</summary>
    private static byte Mixed(int ink, int light)
    {
        int taken = ((255 - ink) * light) + 128;
        return (byte)(light - (((taken >> 8) + taken) >> 8));
    }
}
