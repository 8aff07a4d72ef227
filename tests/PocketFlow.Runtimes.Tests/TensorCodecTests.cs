namespace PocketFlow.Runtimes.Tests;

public sealed class TensorCodecTests
{
    [Theory]
    [InlineData(TensorElementType.Int8, -128, 127)]
    [InlineData(TensorElementType.UInt8, 0, 255)]
    public void Decode_Encode_IsExactForEveryByte(TensorElementType type, int low, int high)
    {
        var tensor = new TensorInfo("x", type, [1, 256], new TensorQuantization(0.0173f, low + 7));
        var stored = Enumerable.Range(low, high - low + 1).Select(value => (byte)value).ToArray();
        var values = new float[256];
        var again = new byte[256];

        TensorCodec.Decode(stored, tensor, values);
        TensorCodec.Encode(values, tensor, again);

        Assert.Equal(0, values[7]);
        Assert.Equal(stored, again);
    }

    [Theory]
    [InlineData(TensorElementType.Float32)]
    [InlineData(TensorElementType.Int32)]
    [InlineData(TensorElementType.Int64)]
    [InlineData(TensorElementType.Int8)]
    public void Encode_WithoutQuantization_KeepsIntegers(TensorElementType type)
    {
        var tensor = new TensorInfo("x", type, [1, 3]);
        var bytes = new byte[3 * TensorCodec.ElementSize(type)];
        var values = new float[3];

        TensorCodec.Encode([-5, 0, 100], tensor, bytes);
        TensorCodec.Decode(bytes, tensor, values);

        Assert.Equal([-5, 0, 100], values);
    }

    [Fact]
    public void Encode_BeyondTheType_Clamps()
    {
        var tensor = new TensorInfo("x", TensorElementType.Int64, [2]);
        var bytes = new byte[16];

        TensorCodec.Encode([1e30f, -1e30f], tensor, bytes);

        Assert.Equal(long.MaxValue, BitConverter.ToInt64(bytes, 0));
        Assert.Equal(long.MinValue, BitConverter.ToInt64(bytes, 8));
    }
}
