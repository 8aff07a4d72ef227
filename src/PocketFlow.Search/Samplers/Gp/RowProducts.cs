using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PocketFlow.Search;

/// <summary>Inner products of rows: what all linear algebra of Gaussian processes comes down to here.</summary>
/// <remarks>Tiles of 4 rows by 2 rows keep their sums in registers, so that each number loaded is used several times.
/// MathNet's managed matrix products take about ten times as long.</remarks>
internal static class RowProducts
{
    /// <summary>The inner product of two vectors.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref double x = ref MemoryMarshal.GetReference(a);
        ref double y = ref MemoryMarshal.GetReference(b);
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int length = Math.Min(a.Length, b.Length), k = 0;
        for (; k <= length - 16; k += 16)
        {
            s0 = Vector256.FusedMultiplyAdd(Load(ref x, k), Load(ref y, k), s0);
            s1 = Vector256.FusedMultiplyAdd(Load(ref x, k + 4), Load(ref y, k + 4), s1);
            s2 = Vector256.FusedMultiplyAdd(Load(ref x, k + 8), Load(ref y, k + 8), s2);
            s3 = Vector256.FusedMultiplyAdd(Load(ref x, k + 12), Load(ref y, k + 12), s3);
        }

        for (; k <= length - 4; k += 4)
        {
            s0 = Vector256.FusedMultiplyAdd(Load(ref x, k), Load(ref y, k), s0);
        }

        double total = Vector256.Sum(s0 + s1 + (s2 + s3));
        for (; k < length; k++)
        {
            total += a[k] * b[k];
        }

        return total;
    }

    /// <summary>The sum of weight · (coordinate - other) over others.</summary>
    public static double DotDifferences(ReadOnlySpan<double> weights, double coordinate, ReadOnlySpan<double> others)
    {
        ReadOnlySpan<Vector256<double>> blocks = MemoryMarshal.Cast<double, Vector256<double>>(others);
        ReadOnlySpan<Vector256<double>> weightBlocks = MemoryMarshal.Cast<double, Vector256<double>>(weights);
        Vector256<double> at = Vector256.Create(coordinate), sum = default;
        for (int i = 0; i < blocks.Length; i++)
        {
            sum = Vector256.FusedMultiplyAdd(weightBlocks[i], at - blocks[i], sum);
        }

        double total = Vector256.Sum(sum);
        for (int i = blocks.Length * 4; i < others.Length; i++)
        {
            total += weights[i] * (coordinate - others[i]);
        }

        return total;
    }

    /// <summary>sum += factor · vector.</summary>
    public static void AddScaled(Span<double> sum, ReadOnlySpan<double> vector, double factor)
    {
        Span<Vector256<double>> blocks = MemoryMarshal.Cast<double, Vector256<double>>(sum);
        ReadOnlySpan<Vector256<double>> others = MemoryMarshal.Cast<double, Vector256<double>>(vector);
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] += factor * others[i];
        }

        for (int i = blocks.Length * 4; i < sum.Length; i++)
        {
            sum[i] += factor * vector[i];
        }
    }

    /// <summary>Multiplies by another vector, element by element.</summary>
    public static void Multiply(Span<double> product, ReadOnlySpan<double> vector)
    {
        Span<Vector256<double>> blocks = MemoryMarshal.Cast<double, Vector256<double>>(product);
        ReadOnlySpan<Vector256<double>> others = MemoryMarshal.Cast<double, Vector256<double>>(vector);
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] *= others[i];
        }

        for (int i = blocks.Length * 4; i < product.Length; i++)
        {
            product[i] *= vector[i];
        }
    }

    /// <summary>Adds inner products: result[i, j] += sign · a[i] · b[j].</summary>
    /// <param name="a">Its rows, the first at the start.</param>
    /// <param name="b">Its rows, the first at the start.</param>
    /// <param name="length">Elements of each row that are multiplied.</param>
    /// <param name="result">Where [0, 0] is added to; may share memory with the rows, not elements that are read.</param>
    /// <param name="sign">1 or -1.</param>
    public static void Add(Rows a, Rows b, int length, Rows result, double sign)
    {
        if (length == 0)
        {
            return;
        }

        int i = 0;
        for (; i <= a.Count - 4; i += 4)
        {
            int j = 0;
            for (; j <= b.Count - 2; j += 2)
            {
                AddTile(a, i, b, j, length, result, sign);
            }

            for (; j < b.Count; j++)
            {
                AddColumn(a, i, i + 4, b, j, length, result, sign);
            }
        }

        for (int j = 0; j < b.Count; j++)
        {
            AddColumn(a, i, a.Count, b, j, length, result, sign);
        }
    }

    private static void AddColumn(
        Rows a, int first, int end, Rows b, int j, int length, Rows result, double sign)
    {
        for (int i = first; i < end; i++)
        {
            result.Data[result.Offset + i * result.Stride + j] += sign * Dot(a.Row(i, length), b.Row(j, length));
        }
    }

    private static void AddTile(Rows a, int i, Rows b, int j, int length, Rows result, double sign)
    {
        ref double a0 = ref a.First(i, length), a1 = ref a.First(i + 1, length);
        ref double a2 = ref a.First(i + 2, length), a3 = ref a.First(i + 3, length);
        ref double b0 = ref b.First(j, length), b1 = ref b.First(j + 1, length);
        Vector256<double> s00 = default, s01 = default, s10 = default, s11 = default;
        Vector256<double> s20 = default, s21 = default, s30 = default, s31 = default;
        int k = 0;
        for (; k <= length - 4; k += 4)
        {
            Vector256<double> y0 = Load(ref b0, k), y1 = Load(ref b1, k);
            Vector256<double> x = Load(ref a0, k);
            s00 = Vector256.FusedMultiplyAdd(x, y0, s00);
            s01 = Vector256.FusedMultiplyAdd(x, y1, s01);
            x = Load(ref a1, k);
            s10 = Vector256.FusedMultiplyAdd(x, y0, s10);
            s11 = Vector256.FusedMultiplyAdd(x, y1, s11);
            x = Load(ref a2, k);
            s20 = Vector256.FusedMultiplyAdd(x, y0, s20);
            s21 = Vector256.FusedMultiplyAdd(x, y1, s21);
            x = Load(ref a3, k);
            s30 = Vector256.FusedMultiplyAdd(x, y0, s30);
            s31 = Vector256.FusedMultiplyAdd(x, y1, s31);
        }

        Vector256<double> left = Sums(s00, s10, s20, s30), right = Sums(s01, s11, s21, s31);
        for (; k < length; k++)
        {
            Vector256<double> x = Vector256.Create(
                Unsafe.Add(ref a0, k), Unsafe.Add(ref a1, k), Unsafe.Add(ref a2, k), Unsafe.Add(ref a3, k));
            left += x * Unsafe.Add(ref b0, k);
            right += x * Unsafe.Add(ref b1, k);
        }

        for (int row = 0; row < 4; row++)
        {
            int at = result.Offset + (i + row) * result.Stride + j;
            result.Data[at] += sign * left[row];
            result.Data[at + 1] += sign * right[row];
        }
    }

    private static Vector256<double> Sums(
        Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d) =>
        Vector256.Create(Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d));

    private static Vector256<double> Load(ref double first, int index) =>
        Vector256.LoadUnsafe(ref first, (nuint)index);
}
