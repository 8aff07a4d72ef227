using PocketFlow.Learners.ChannelPruning;

namespace PocketFlow.Tests.Learners;

public sealed class LassoSelectionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void Select_IndependentChannels_KeepsTheLargestContributions(int keep)
    {
        double[] strength = [5, 1, 7, 3, 2, 6, 4, 0.5];
        (double[,] gram, double[] target) = Independent(strength);

        int[] kept = LassoSelection.Select(gram, target, keep);

        int[] expected = [.. Enumerable.Range(0, 8).OrderByDescending(i => strength[i]).Take(keep).Order()];
        Assert.Equal(expected, kept);
    }

    [Fact]
    public void Select_TwinChannels_KeepsOneOfThemOnly()
    {
        // Channels 0 and 1 are the same; 2 is weaker but new.
        double[,] gram = { { 4, 4, 0 }, { 4, 4, 0 }, { 0, 0, 1 } };
        double[] target = [8, 8, 1];

        int[] kept = LassoSelection.Select(gram, target, 2);

        Assert.Contains(2, kept);
    }

    [Fact]
    public void Select_AllChannels_KeepsAll() =>
        Assert.Equal([0, 1, 2], LassoSelection.Select(new double[3, 3], new double[3], 3));

    private static (double[,] Gram, double[] Target) Independent(double[] strength)
    {
        double[,] gram = new double[strength.Length, strength.Length];
        double[] target = new double[strength.Length];
        for (int i = 0; i < strength.Length; i++)
        {
            gram[i, i] = target[i] = strength[i] * strength[i];
        }

        return (gram, target);
    }
}
