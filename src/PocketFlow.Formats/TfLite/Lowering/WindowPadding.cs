using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// How explicit pads of height and width are expressed: by a padding mode, or by a border that is added first.
/// </summary>
/// <param name="Mode">The mode of the operator.</param>
/// <param name="Begin">The border before height and width; zeros with <see cref="Padding.Same"/>.</param>
/// <param name="End">The border behind height and width.</param>
internal sealed record WindowPadding(Padding Mode, long[] Begin, long[] End)
{
    /// <summary>Whether a border must be added first.</summary>
    public bool NeedsBorder => Begin.Concat(End).Any(p => p > 0);

    /// <summary>Finds the form for a window over [height, width] that gives outputs of a known size.</summary>
    public static WindowPadding For(Window window, long[] input, long[] output)
    {
        long[] end = new long[2];
        bool isSame = true;
        bool isValid = true;
        for (int i = 0; i < 2; i++)
        {
            long stride = window.Strides[i];
            long reach = window.Reach(i);
            long begin = window.PadsBegin[i];
            // Pads behind the last window are never read.
            end[i] = Math.Max(0, (output[i] - 1) * stride + reach - input[i] - begin);
            long total = Math.Max(0, ((input[i] + stride - 1) / stride - 1) * stride + reach - input[i]);
            isSame &= output[i] == (input[i] + stride - 1) / stride && begin == total / 2;
            isValid &= begin == 0 && input[i] >= reach && (input[i] - reach) / stride + 1 == output[i];
        }

        return isValid ? new WindowPadding(Padding.Valid, [0, 0], [0, 0])
            : isSame ? new WindowPadding(Padding.Same, [0, 0], [0, 0])
            : new WindowPadding(Padding.Valid, window.PadsBegin, end);
    }
}
