namespace PocketFlow.Data;

/// <summary>Undoes the prediction that PNG stores rows by.</summary>
internal static class PngFilter
{
    /// <summary>Restores a row in place; false for an unknown filter.</summary>
    /// <param name="filter">The row's filter byte.</param>
    /// <param name="row">The stored bytes.</param>
    /// <param name="above">The restored row above, zeros for the first one.</param>
    /// <param name="distance">Bytes from a sample to that of the pixel at its left.</param>
    public static bool Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                UndoLeft(row, distance);
                break;
            case 2:
                UndoAbove(row, above);
                break;
            case 3:
                UndoAverage(row, above, distance);
                break;
            case 4:
                UndoPaeth(row, above, distance);
                break;
            default:
                return false;
        }

        return true;
    }

    private static void UndoLeft(Span<byte> row, int distance)
    {
        for (int i = distance; i < row.Length; i++)
        {
            row[i] += row[i - distance];
        }
    }

    private static void UndoAbove(Span<byte> row, ReadOnlySpan<byte> above)
    {
        for (int i = 0; i < row.Length; i++)
        {
            row[i] += above[i];
        }
    }

    private static void UndoAverage(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= distance ? row[i - distance] : 0;
            row[i] += (byte)((left + above[i]) / 2);
        }
    }

    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        for (int i = 0; i < row.Length; i++)
        {
            bool hasLeft = i >= distance;
            row[i] += Nearest(hasLeft ? row[i - distance] : 0, above[i], hasLeft ? above[i - distance] : 0);
        }
    }

    /// <summary>The one of three neighbours that is nearest to left + above - corner; the first in case of a tie.</summary>
    private static byte Nearest(int left, int above, int corner)
    {
        int toLeft = Math.Abs(above - corner);
        int toAbove = Math.Abs(left - corner);
        int toCorner = Math.Abs(left + above - (2 * corner));
        return (byte)(toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner);
    }
}
