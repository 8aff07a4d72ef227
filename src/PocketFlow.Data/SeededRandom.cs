using System.Numerics;

namespace PocketFlow.Data;

/// <summary>A counter-based random stream: draw number n is a fixed function of the key and n.</summary>
/// <remarks>
/// The draws are SplitMix64's (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators"): the same
/// on every platform and version. <see cref="Split"/> depends on the key alone, so that
/// <c>root.Split(epoch).Split(position)</c> can be re-created at any time, in any order, on any thread. A value type:
/// pass it by <c>ref</c> to advance it. Not for secrets.
/// </remarks>
public struct SeededRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private readonly ulong _key;
    private ulong _drawn;

    /// <summary>Creates the stream of a seed, at its first draw.</summary>
    /// <param name="seed">Any number.</param>
    public SeededRandom(long seed) => _key = unchecked((ulong)seed);

    private SeededRandom(ulong key) => _key = key;

    /// <summary>An independent stream for a key; does not depend on how much of this stream was drawn.</summary>
    /// <param name="key">What the stream is for: an epoch, a position, a purpose.</param>
    public readonly SeededRandom Split(long key)
    {
        // Another finaliser than the draws', so that no child key is a value that its parent hands out.
        ulong mixed = unchecked((ulong)key + 0x632BE59BD9B4E019) * 0xD1342543DE82EF95;
        mixed = (_key ^ BitOperations.RotateLeft(mixed, 32)) + mixed;
        mixed = (mixed ^ (mixed >> 33)) * 0xFF51AFD7ED558CCD;
        mixed = (mixed ^ (mixed >> 33)) * 0xC4CEB9FE1A85EC53;
        return new SeededRandom(mixed ^ (mixed >> 33));
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong bits = _key + (unchecked(++_drawn) * Step);
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>The next number from 0 to <paramref name="bound"/> - 1, each equally likely.</summary>
    /// <param name="bound">Number of outcomes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);

        // Multiply-and-keep-the-top is uniform once draws whose low part is under 2^64 mod bound are rejected.
        ulong outcomes = (ulong)bound;
        ulong rejected = (0UL - outcomes) % outcomes;
        while (true)
        {
            ulong high = Math.BigMul(NextUInt64(), outcomes, out ulong low);
            if (low >= rejected)
            {
                return (int)high;
            }
        }
    }

    /// <summary>The next number from 0 (included) to 1 (excluded), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next yes or no.</summary>
    /// <param name="probability">Chance of true, 0 to 1.</param>
    public bool NextBoolean(double probability = 0.5) => NextDouble() < probability;

    /// <summary>Puts items into a random order, each equally likely (Fisher and Yates, from the last down).</summary>
    /// <typeparam name="T">Type of the items.</typeparam>
    /// <param name="items">Items to reorder in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = NextInt32(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>The numbers 0 to <paramref name="count"/> - 1 in random order.</summary>
    /// <param name="count">How many, at least 0.</param>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        Shuffle<int>(order);
        return order;
    }
}
