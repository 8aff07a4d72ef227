namespace PocketFlow.Search;

/// <summary>Rows of a matrix that lies row by row in an array.</summary>
/// <param name="Data">The matrix.</param>
/// <param name="Offset">Where the first row starts.</param>
/// <param name="Stride">From one row to the next.</param>
/// <param name="Count">How many rows.</param>
internal readonly record struct Rows(double[] Data, int Offset, int Stride, int Count)
{
    /// <summary>The first elements of a row.</summary>
    public Span<double> Row(int row, int length) => Data.AsSpan(Offset + row * Stride, length);

    /// <summary>The first element of a row; the slice checks that as many follow.</summary>
    public ref double First(int row, int length) =>
        ref System.Runtime.InteropServices.MemoryMarshal.GetReference(Row(row, length));
}
