using System.Numerics;
using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>Points that fill the unit cube more evenly than random ones; any number of first points, best powers of 2.</summary>
/// <remarks>
/// Direction numbers of Joe and Kuo (2008), in the order of Gray codes (Antonov and Saleev 1979), as SciPy has them.
/// Scrambled by a random lower triangular matrix and a digital shift (Matoušek 1998, "On the L2-discrepancy for anchored
/// boxes"), which keeps how even the points are. Never changes: threads can share it.
/// </remarks>
public sealed class SobolSequence
{
    private readonly uint[] _vectors; // [dimension, bit]
    private readonly uint[] _shifts; // [dimension]
    private readonly double _offset;

    /// <summary>Creates a sequence.</summary>
    /// <param name="dimensions">1 to <see cref="MaximalDimensions"/>.</param>
    /// <param name="seed">Of the scrambling; null for the plain sequence, whose first point is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no direction numbers for that many dimensions.</exception>
    public SobolSequence(int dimensions, long? seed = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, MaximalDimensions);
        Dimensions = dimensions;
        _vectors = new uint[dimensions * DirectionNumbers.Bits];
        _shifts = new uint[dimensions];
        for (int d = 0; d < dimensions; d++)
        {
            DirectionNumbers.Of(d).CopyTo(VectorsOf(d));
            if (seed is { } key)
            {
                Scramble(d, new SeededRandom(key).Split(d));
            }
        }

        // The middle of a cell: no coordinate of a scrambled point is 0 or 1, where quantiles are infinite.
        _offset = seed is null ? 0 : 0.5;
    }

    /// <summary>The most dimensions that a sequence can have: 1,111.</summary>
    public static int MaximalDimensions => DirectionNumbers.Dimensions;

    /// <summary>Coordinates of a point.</summary>
    public int Dimensions { get; }

    /// <summary>A point of the sequence.</summary>
    /// <param name="index">From 0 to 2^32 - 1.</param>
    /// <returns>[<see cref="Dimensions"/>], each from 0 (included) to 1 (excluded).</returns>
    public double[] Point(long index)
    {
        double[] point = new double[Dimensions];
        Fill(index, point);
        return point;
    }

    /// <summary>Writes a point of the sequence.</summary>
    /// <param name="index">From 0 to 2^32 - 1.</param>
    /// <param name="point">[<see cref="Dimensions"/>].</param>
    public void Fill(long index, Span<double> point)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, uint.MaxValue);
        for (int d = 0; d < Dimensions; d++)
        {
            Span<uint> vectors = VectorsOf(d);
            uint bits = _shifts[d];
            for (uint gray = (uint)index ^ ((uint)index >> 1); gray != 0; gray &= gray - 1)
            {
                bits ^= vectors[BitOperations.TrailingZeroCount(gray)];
            }

            point[d] = (bits + _offset) / (1UL << DirectionNumbers.Bits);
        }
    }

    private Span<uint> VectorsOf(int dimension) =>
        _vectors.AsSpan(dimension * DirectionNumbers.Bits, DirectionNumbers.Bits);

    private void Scramble(int dimension, SeededRandom random)
    {
        // Row b of the matrix makes bit b out of itself and random ones of the higher bits.
        Span<uint> rows = stackalloc uint[DirectionNumbers.Bits];
        for (int b = 0; b < rows.Length; b++)
        {
            uint higher = (uint)~((2UL << b) - 1);
            rows[b] = ((uint)random.NextUInt64() & higher) | (1u << b);
        }

        foreach (ref uint vector in VectorsOf(dimension))
        {
            uint scrambled = 0;
            for (int b = 0; b < rows.Length; b++)
            {
                scrambled |= (uint)(BitOperations.PopCount(rows[b] & vector) & 1) << b;
            }

            vector = scrambled;
        }

        _shifts[dimension] = (uint)random.NextUInt64();
    }
}
