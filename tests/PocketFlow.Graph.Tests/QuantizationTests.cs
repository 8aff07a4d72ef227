namespace PocketFlow.Graphs.Tests;

public sealed class QuantizationTests
{
    [Fact]
    public void Quantize_AnyAffineGrid_RoundsWithinHalfAStepAndHoldsZero()
    {
        var random = new Random(11);
        for (int i = 0; i < 2000; i++)
        {
            float size = MathF.Pow(10, random.Next(-4, 5));
            float low = size * (random.NextSingle() * 2 - 1);
            float high = low + size * random.NextSingle();
            Quantization grid = Quantization.Affine(low, high);
            float x = low + (high - low) * random.NextSingle();
            float step = grid.Scale[0];

            Assert.InRange(MathF.Abs(grid.Dequantize(grid.Quantize(x)) - x), 0, step * 0.5001f + MathF.Abs(x) * 1e-6f);
            Assert.Equal(0, grid.Dequantize(grid.Quantize(0)));
            Assert.InRange(grid.ZeroPoint[0], 0, 255);
        }
    }

    [Fact]
    public void Quantize_SymmetricGrid_RoundsWithinHalfAStepOfEachChannel()
    {
        float[] magnitudes = [0.001f, 1, 300, 0];
        Quantization grid = Quantization.Symmetric(magnitudes, 1);
        var random = new Random(5);
        for (int i = 0; i < 400; i++)
        {
            int c = i % 4;
            float x = magnitudes[c] * (random.NextSingle() * 2 - 1);

            Assert.InRange(
                MathF.Abs(grid.Dequantize(grid.Quantize(x, c), c) - x), 0, grid.Scale[c] * 0.5001f);
        }

        Assert.Equal(127, grid.Quantize(300, 2));
        Assert.Equal(-127, grid.Quantize(-300, 2));
        Assert.All(grid.ZeroPoint, z => Assert.Equal(0, z));
    }

    [Theory]
    [InlineData(-1f, 1f, 1e9f, 255)]
    [InlineData(-1f, 1f, -1e9f, 0)]
    [InlineData(0f, 2f, float.PositiveInfinity, 255)]
    public void Quantize_OutOfRange_Saturates(float low, float high, float x, int expected) =>
        Assert.Equal(expected, Quantization.Affine(low, high).Quantize(x));

    [Theory]
    [InlineData(2f, 5f, 5f / 255, 0)]
    [InlineData(-5f, -2f, 5f / 255, 255)]
    [InlineData(0f, 0f, 1f, 0)]
    [InlineData(float.NegativeInfinity, float.PositiveInfinity, 1f, 255)]
    public void Affine_RangeWithoutZero_IsWidened(float low, float high, float scale, int zeroPoint)
    {
        Quantization grid = Quantization.Affine(low, high);

        Assert.Equal(scale, grid.Scale[0]);
        Assert.Equal(zeroPoint, grid.ZeroPoint[0]);
    }

    [Theory]
    [InlineData(2, 3, 1)]
    [InlineData(3, 7, 3)]
    [InlineData(4, 15, 7)]
    [InlineData(5, 31, 15)]
    [InlineData(6, 63, 31)]
    [InlineData(7, 127, 63)]
    [InlineData(8, 255, 127)]
    public void Grids_OfFewerBits_HaveFewerLevels(int bits, int last, int magnitude)
    {
        Quantization affine = Quantization.Affine(-1, 2, bits), symmetric = Quantization.Symmetric([3f], 0, bits);

        Assert.Equal((0, last, bits), (affine.Minimum, affine.Maximum, affine.Bits));
        Assert.Equal((-magnitude, magnitude, bits), (symmetric.Minimum, symmetric.Maximum, symmetric.Bits));
        Assert.Equal(3f / last, affine.Scale[0], 6);
        Assert.Equal((int)MathF.Round(last / 3f), affine.ZeroPoint[0]);
        Assert.Equal(3f, symmetric.Dequantize(symmetric.Quantize(100)), 5);
    }

    [Fact]
    public void Equals_SameNumbers_AreEqual()
    {
        Assert.Equal(Quantization.Affine(-1, 2), Quantization.Affine(-1, 2));
        Assert.Equal(Quantization.Affine(-1, 2).GetHashCode(), Quantization.Affine(-1, 2).GetHashCode());
        Assert.NotEqual(Quantization.Affine(-1, 2), Quantization.Affine(-1, 3));
        Assert.NotEqual(Quantization.Symmetric([1], 0), Quantization.Symmetric([1], 1));
    }
}
