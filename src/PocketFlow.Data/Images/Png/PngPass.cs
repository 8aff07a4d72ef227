namespace PocketFlow.Data;

/// <summary>The pixels of one pass over an image: every one, or the grid of one of Adam7's seven passes.</summary>
internal readonly record struct PngPass(int FirstRow, int FirstColumn, int RowStep, int ColumnStep)
{
    private static readonly PngPass[] s_whole = [new(0, 0, 1, 1)];

    private static readonly PngPass[] s_interlaced =
    [
        new(0, 0, 8, 8), new(0, 4, 8, 8), new(4, 0, 8, 4), new(0, 2, 4, 4), new(2, 0, 4, 2), new(0, 1, 2, 2),
        new(1, 0, 2, 1),
    ];

    /// <summary>The passes that have pixels.</summary>
    public static IEnumerable<PngPass> Of(PngHeader header) => (header.IsInterlaced ? s_interlaced : s_whole)
        .Where(p => p.Rows(header) > 0 && p.Columns(header) > 0);

    public int Rows(PngHeader header) => (int)(((long)header.Height - FirstRow + RowStep - 1) / RowStep);

    public int Columns(PngHeader header) => (int)(((long)header.Width - FirstColumn + ColumnStep - 1) / ColumnStep);
}
