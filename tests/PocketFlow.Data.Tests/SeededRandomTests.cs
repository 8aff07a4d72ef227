namespace PocketFlow.Data.Tests;

public class SeededRandomTests
{
    [Fact]
    public void NextUInt64_KnownSeeds_GiveSplitMix64Sequences()
    {
        var zero = new SeededRandom(0);
        var other = new SeededRandom(1234567);

        Assert.Equal(0xE220A8397B1DCDAFUL, zero.NextUInt64());
        Assert.Equal(0x6E789E6AA1B965F4UL, zero.NextUInt64());
        Assert.Equal(0x06C45D188009454FUL, zero.NextUInt64());
        Assert.Equal(6457827717110365317UL, other.NextUInt64());
        Assert.Equal(3203168211198807973UL, other.NextUInt64());
    }

    [Fact]
    public void Split_KnownKeys_GivesFixedStreams()
    {
        SeededRandom first = new SeededRandom(0).Split(0);
        SeededRandom second = new SeededRandom(7).Split(1).Split(5);
        SeededRandom negative = new SeededRandom(0).Split(-1);

        // Computed by a second implementation in Python, with integers of any size.
        Assert.Equal(0xC310B19AB31AAB07UL, first.NextUInt64());
        Assert.Equal(0x9A019E26DDF8E616UL, second.NextUInt64());
        Assert.Equal(0xB4423C4590046408UL, negative.NextUInt64());
    }

    [Fact]
    public void Split_AfterDraws_IsTheSameAsBefore()
    {
        var random = new SeededRandom(3);
        SeededRandom before = random.Split(5);
        random.NextUInt64();
        SeededRandom after = random.Split(5);

        Assert.Equal(before.NextUInt64(), after.NextUInt64());
    }

    [Fact]
    public void Split_ManyKeys_GiveStreamsThatNeverMeet()
    {
        var seen = new HashSet<ulong>();
        var root = new SeededRandom(0);
        for (int epoch = 0; epoch < 50; epoch++)
        {
            for (int position = 0; position < 200; position++)
            {
                SeededRandom stream = root.Split(epoch).Split(position);
                Assert.True(seen.Add(stream.NextUInt64()));
                Assert.True(seen.Add(stream.NextUInt64()));
            }
        }
    }

    [Fact]
    public void Split_ConsecutiveKeys_GiveUniformFirstDraws()
    {
        int[] counts = new int[9];
        for (int key = 0; key < 90_000; key++)
        {
            SeededRandom stream = new SeededRandom(1).Split(key);
            counts[stream.NextInt32(9)]++;
        }

        // Chi-square with 8 degrees of freedom: 26.1 is passed by chance once in a thousand; the seed is fixed.
        Assert.True(counts.Sum(count => Math.Pow(count - 10_000, 2) / 10_000) < 26.1);
    }

    [Fact]
    public void NextInt32_AnyBound_StaysInsideAndReachesBothEnds()
    {
        var random = new SeededRandom(9);
        foreach (int bound in new[] { 1, 2, 7, 100 })
        {
            int[] draws = [.. Enumerable.Range(0, 2000).Select(_ => random.NextInt32(bound))];
            Assert.Equal((0, bound - 1), (draws.Min(), draws.Max()));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt32(0));
    }

    [Fact]
    public void NextDouble_ManyDraws_HaveMeanAndRangeOfTheUniform()
    {
        var random = new SeededRandom(2);
        double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextDouble())];

        Assert.InRange(draws.Min(), 0, 0.001);
        Assert.InRange(draws.Max(), 0.999, 1 - 1e-16);
        Assert.Equal(0.5, draws.Average(), 0.01);
    }

    [Fact]
    public void Permutation_Seed_IsFixedForEver() =>
        Assert.Equal([4, 9, 2, 5, 1, 7, 6, 0, 3, 8], new SeededRandom(0).Permutation(10));
}
