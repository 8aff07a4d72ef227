using System.IO.Compression;

namespace PocketFlow.Data;

/// <summary>A PNG file of any colour type and depth, interlaced or not; transparency is dropped.</summary>
internal sealed class PngImage : EncodedImage
{
    // The densest code of deflate is 258 bytes for 2 bits.
    private const int BytesPerByte = 1032;

    private readonly PngFile _file;
    private readonly string _name;

    private PngImage(PngFile file, string name) => (_file, _name) = (file, name);

    /// <summary>Reads the chunks, and checks that the compressed bytes can hold the image.</summary>
    /// <exception cref="DatasetException">The file is against the format.</exception>
    public static PngImage Open(ReadOnlyMemory<byte> bytes, string name)
    {
        var file = PngFile.Read(bytes, name);
        PngHeader header = file.Header;
        long compressed = file.Data.Sum(part => (long)part.Length);
        long possible = compressed * BytesPerByte * 8 / (header.Samples * header.BitDepth);
        ImageDecoder.RequirePossible(header.Width, header.Height, possible, name);
        bool isPalette = header.ColorType == PngColorType.Palette;
        if (isPalette && (file.Palette.Length == 0 || file.Palette.Length % 3 != 0))
        {
            throw ImageDecoder.Damaged(name, $"a palette of {file.Palette.Length} bytes", "3 bytes for each colour");
        }

        return new PngImage(file, name) { Width = header.Width, Height = header.Height };
    }

    public override DecodedImage Decode()
    {
        var image = DecodedImage.Create(Width, Height, _file.Header.Channels);
        try
        {
            using var stream = new ZLibStream(Compressed(), CompressionMode.Decompress);
            foreach (PngPass pass in PngPass.Of(_file.Header))
            {
                DecodePass(stream, pass, image);
            }

            // The checksum of the compressed data is looked at only by who reads to its end.
            stream.ReadByte();
        }
        catch (InvalidDataException e)
        {
            throw ImageDecoder.Damaged(_name, "compressed data that can't be unpacked", "a whole PNG image", e);
        }

        return image;
    }

    private MemoryStream Compressed()
    {
        var stream = new MemoryStream(_file.Data.Sum(part => part.Length));
        foreach (ReadOnlyMemory<byte> part in _file.Data)
        {
            stream.Write(part.Span);
        }

        stream.Position = 0;
        return stream;
    }

    private void DecodePass(ZLibStream stream, PngPass pass, DecodedImage image)
    {
        PngHeader header = _file.Header;
        int columns = pass.Columns(header), length = (int)header.RowBytes(columns);
        byte[] row = new byte[1 + length], above = new byte[1 + length];
        byte[] samples = new byte[columns * header.Samples];
        for (int i = 0, rows = pass.Rows(header); i < rows; i++)
        {
            if (stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
            {
                throw ImageDecoder.Damaged(_name, "compressed data that ends early", "a whole PNG image");
            }

            if (!PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), header.PixelBytes))
            {
                throw ImageDecoder.Damaged(_name, $"filter {row[0]}", "filter 0 to 4");
            }

            Unpack(row.AsSpan(1), samples);
            Place(samples, image, (pass.FirstRow + (i * pass.RowStep)) * Width + pass.FirstColumn, pass.ColumnStep);
            (row, above) = (above, row);
        }
    }

    /// <summary>Turns samples of 1 to 16 bits into 8 bits; those of a palette keep their numbers.</summary>
    private void Unpack(ReadOnlySpan<byte> row, Span<byte> samples)
    {
        int depth = _file.Header.BitDepth;
        if (depth >= 8)
        {
            int bytes = depth / 8;
            for (int i = 0; i < samples.Length; i++)
            {
                samples[i] = row[i * bytes];
            }

            return;
        }

        int mask = (1 << depth) - 1;
        int scale = _file.Header.ColorType == PngColorType.Palette ? 1 : 255 / mask;
        for (int i = 0; i < samples.Length; i++)
        {
            int bit = i * depth;
            samples[i] = (byte)(((row[bit >> 3] >> (8 - depth - (bit & 7))) & mask) * scale);
        }
    }

    private void Place(ReadOnlySpan<byte> samples, DecodedImage image, int pixel, int step)
    {
        int stride = _file.Header.Samples, channels = image.Channels;
        bool isPalette = _file.Header.ColorType == PngColorType.Palette;
        if (!isPalette && stride == channels && step == 1)
        {
            samples.CopyTo(image.Pixels.AsSpan(pixel * channels));
            return;
        }

        ReadOnlySpan<byte> palette = _file.Palette.Span;
        for (int i = 0; i < samples.Length; i += stride, pixel += step)
        {
            ReadOnlySpan<byte> source = isPalette ? ColorOf(palette, samples[i]) : samples.Slice(i, channels);
            source.CopyTo(image.Pixels.AsSpan(pixel * channels));
        }
    }

    private ReadOnlySpan<byte> ColorOf(ReadOnlySpan<byte> palette, int index) => (index * 3) + 3 <= palette.Length
        ? palette.Slice(index * 3, 3)
        : throw ImageDecoder.Damaged(_name, $"colour {index}", $"colours below {palette.Length / 3}");
}
