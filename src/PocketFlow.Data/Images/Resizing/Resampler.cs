namespace PocketFlow.Data;

/// <summary>Resizes images; see <see cref="ResampleAxis"/> for the filter.</summary>
internal static class Resampler
{
    /// <summary>A window of the resized image: the same pixels as resizing all of it, then cropping.</summary>
    /// <param name="image">The image.</param>
    /// <param name="height">Rows that the whole image is resized to.</param>
    /// <param name="width">Columns that the whole image is resized to.</param>
    /// <param name="window">The part of the resized image that is wanted.</param>
    public static DecodedImage Resize(DecodedImage image, int height, int width, Window window)
    {
        // Rows first, rounded to 8 bits in between, as Pillow does; only the rows that the window needs.
        var vertical = new ResampleAxis(image.Height, height, window.Top, window.Height);
        (int top, int bottom) = height == image.Height
            ? (window.Top, window.Top + window.Height)
            : (vertical.SourceStart, vertical.SourceEnd);
        DecodedImage rows = width == image.Width
            ? Crop(image, new Window(top, window.Left, bottom - top, window.Width))
            : ResizeRows(image, new ResampleAxis(image.Width, width, window.Left, window.Width), window.Width, top, bottom);
        return height == image.Height ? rows : ResizeColumns(rows, vertical, window.Height, top);
    }

    /// <summary>A part of an image; the image itself where that is all of it.</summary>
    public static DecodedImage Crop(DecodedImage image, Window window)
    {
        if (window == new Window(0, 0, image.Height, image.Width))
        {
            return image;
        }

        var result = DecodedImage.Create(window.Width, window.Height, image.Channels);
        int length = window.Width * image.Channels;
        for (int y = 0; y < window.Height; y++)
        {
            int from = (((window.Top + y) * image.Width) + window.Left) * image.Channels;
            image.Pixels.AsSpan(from, length).CopyTo(result.Pixels.AsSpan(y * length));
        }

        return result;
    }

    private static DecodedImage ResizeRows(DecodedImage image, ResampleAxis axis, int width, int top, int bottom)
    {
        var result = DecodedImage.Create(width, bottom - top, image.Channels);
        int sourceLength = image.Width * image.Channels, length = width * image.Channels;
        for (int y = top; y < bottom; y++)
        {
            ReadOnlySpan<byte> source = image.Pixels.AsSpan(y * sourceLength, sourceLength);
            Span<byte> target = result.Pixels.AsSpan((y - top) * length, length);
            if (image.Channels == 1)
            {
                ResizeGrayRow(source, target, axis);
            }
            else
            {
                ResizeRgbRow(source, target, axis);
            }
        }

        return result;
    }

    private static void ResizeGrayRow(ReadOnlySpan<byte> source, Span<byte> target, ResampleAxis axis)
    {
        for (int x = 0; x < target.Length; x++)
        {
            ReadOnlySpan<int> weights = axis.Weights(x);
            ReadOnlySpan<byte> samples = source.Slice(axis.First(x), weights.Length);
            int sum = 0;
            for (int k = 0; k < samples.Length; k++)
            {
                sum += samples[k] * weights[k];
            }

            target[x] = ResampleAxis.Round(sum);
        }
    }

    private static void ResizeRgbRow(ReadOnlySpan<byte> source, Span<byte> target, ResampleAxis axis)
    {
        for (int x = 0, to = 0; to < target.Length; x++, to += 3)
        {
            ReadOnlySpan<int> weights = axis.Weights(x);
            ReadOnlySpan<byte> pixels = source.Slice(axis.First(x) * 3, weights.Length * 3);
            int red = 0, green = 0, blue = 0;
            for (int k = 0, from = 0; k < weights.Length && from + 2 < pixels.Length; k++, from += 3)
            {
                int weight = weights[k];
                red += pixels[from] * weight;
                green += pixels[from + 1] * weight;
                blue += pixels[from + 2] * weight;
            }

            target[to] = ResampleAxis.Round(red);
            target[to + 1] = ResampleAxis.Round(green);
            target[to + 2] = ResampleAxis.Round(blue);
        }
    }

    /// <param name="rows">Rows of the source from <paramref name="top"/> on.</param>
    /// <param name="axis">The vertical axis.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="top">Number of the first row in the source.</param>
    private static DecodedImage ResizeColumns(DecodedImage rows, ResampleAxis axis, int height, int top)
    {
        var result = DecodedImage.Create(rows.Width, height, rows.Channels);
        int length = rows.Width * rows.Channels;
        int[] sums = new int[length];
        for (int y = 0; y < height; y++)
        {
            Array.Clear(sums);
            ReadOnlySpan<int> weights = axis.Weights(y);
            for (int k = 0; k < weights.Length; k++)
            {
                AddWeighted(rows.Pixels.AsSpan((axis.First(y) - top + k) * length, length), weights[k], sums);
            }

            Span<byte> target = result.Pixels.AsSpan(y * length, length);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = ResampleAxis.Round(sums[i]);
            }
        }

        return result;
    }

    private static void AddWeighted(ReadOnlySpan<byte> samples, int weight, Span<int> sums)
    {
        for (int i = 0; i < samples.Length && i < sums.Length; i++)
        {
            sums[i] += samples[i] * weight;
        }
    }
}
