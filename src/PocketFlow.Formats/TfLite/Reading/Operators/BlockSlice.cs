using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// Recognises every s-th row and t-th column cut out of [N, H/s, s·W/t, t·C] as one block, which runtimes do faster than
/// steps: the way in which this project writes them.
/// </summary>
internal static class BlockSlice
{
    /// <summary>The image that was reshaped, and the strided slice of it; null where the slice is another one.</summary>
    public static Value? Find(TfLiteCall call, long[] begin, long[] size)
    {
        if (call.Input(0).Producer is not { OpType: "Reshape" } reshape || reshape.Input(0).Shape is not { Rank: 4 } image
            || call.ShapeOf(0) is not { Rank: 4 } blocks || begin.Length != 4 || size.Length != 4
            || image.Skip(1).Concat(blocks.Skip(1)).Any(d => d.SizeOr(0) == 0))
        {
            return null;
        }

        (long height, long width, long channels) = (image[1].Size, image[2].Size, image[3].Size);
        (long rows, long columns) = (size[1], size[2]);
        bool isBlock = begin[0] == 0 && begin[1] == 0 && rows > 0 && columns > 0 && size[3] == channels
            && (size[0] < 0 || image[0] == (Dim)size[0]) && blocks[1] == (Dim)rows && height % rows == 0
            && width % columns == 0 && blocks[2] == (Dim)(height / rows * columns)
            && blocks[3] == (Dim)(width / columns * channels) && begin[2] % columns == 0 && begin[3] % channels == 0;
        return !isBlock ? null : call.Emit(
            "Slice",
            [
                reshape.Input(0), call.Vector(begin[2] / columns, begin[3] / channels), call.Vector(height, width),
                call.Vector(1, 2), call.Vector(height / rows, width / columns),
            ]);
    }
}
