using System.Globalization;

namespace PocketFlow.Search;

/// <summary>The table of Joe and Kuo (2008), new-joe-kuo-6, as direction vectors.</summary>
internal static class DirectionNumbers
{
    /// <summary>Bits of a coordinate.</summary>
    public const int Bits = 32;

    private static readonly Lazy<uint[][]> s_vectors = new(Read);

    /// <summary>How many dimensions there are numbers for.</summary>
    public static int Dimensions => s_vectors.Value.Length;

    /// <summary>What each bit of a point's Gray code contributes to a coordinate, the lowest bit first.</summary>
    public static ReadOnlySpan<uint> Of(int dimension) => s_vectors.Value[dimension];

    private static uint[][] Read()
    {
        using Stream stream = typeof(DirectionNumbers).Assembly.GetManifestResourceStream("DirectionNumbers.txt")!;
        using var reader = new StreamReader(stream);
        var vectors = new List<uint[]>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                uint[] numbers = [.. line.Split(' ').Select(n => uint.Parse(n, CultureInfo.InvariantCulture))];
                vectors.Add(Expand(numbers[0], numbers.AsSpan(1)));
            }
        }

        return [.. vectors];
    }

    /// <summary>Equation 2 of the paper, with the numbers moved to the highest bits.</summary>
    private static uint[] Expand(uint polynomial, ReadOnlySpan<uint> initial)
    {
        uint[] vector = new uint[Bits];
        int degree = initial.Length;
        for (int k = 0; k < Bits; k++)
        {
            if (k < degree || polynomial == 1)
            {
                // The first dimension has no polynomial: all its numbers are 1.
                vector[k] = initial[Math.Min(k, degree - 1)] << (Bits - 1 - k);
                continue;
            }

            vector[k] = vector[k - degree] ^ (vector[k - degree] >> degree);
            for (int i = 1; i < degree; i++)
            {
                if (((polynomial >> (degree - i)) & 1) != 0)
                {
                    vector[k] ^= vector[k - i];
                }
            }
        }

        return vector;
    }
}
