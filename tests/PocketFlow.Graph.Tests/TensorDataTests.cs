namespace PocketFlow.Graphs.Tests;

public sealed class TensorDataTests
{
    public static TheoryData<string, long[]> IntegerTensors => new()
    {
        { nameof(SByte), [-128, 0, 127] }, { nameof(Byte), [0, 1, 255] }, { nameof(Int16), [-32768, 5, 32767] },
        { nameof(UInt16), [0, 5, 65535] }, { nameof(Int32), [int.MinValue, 0, int.MaxValue] },
        { nameof(UInt32), [0, 7, uint.MaxValue] }, { nameof(Int64), [long.MinValue, 0, long.MaxValue] },
        { nameof(UInt64), [0, 7, long.MaxValue] },
    };

    [Theory]
    [MemberData(nameof(IntegerTensors))]
    public void ToInt64s_AnyIntegerType_KeepsTheNumbers(string type, long[] numbers)
    {
        TensorData data = type switch
        {
            nameof(SByte) => Of<sbyte>(numbers),
            nameof(Byte) => Of<byte>(numbers),
            nameof(Int16) => Of<short>(numbers),
            nameof(UInt16) => Of<ushort>(numbers),
            nameof(Int32) => Of<int>(numbers),
            nameof(UInt32) => Of<uint>(numbers),
            nameof(UInt64) => Of<ulong>(numbers),
            _ => Of<long>(numbers),
        };

        Assert.Equal(numbers, data.ToInt64s());
        Assert.Equal(Array.ConvertAll(numbers, n => (float)n), data.ToFloats());
    }

    [Fact]
    public void ToFloats_FloatTypes_Convert()
    {
        Assert.Equal([0.5f, -2f], TensorData.From<double>([0.5, -2], 2).ToFloats());
        Assert.Equal([0.5f, -2f], TensorData.From<Half>([(Half)0.5f, (Half)(-2f)], 2).ToFloats());
        Assert.Equal([1f, 0f], TensorData.From<bool>([true, false], 2).ToFloats());
    }

    [Fact]
    public void ToInt64s_Floats_AreRefused() =>
        Assert.Throws<InvalidOperationException>(() => TensorData.Scalar(1f).ToInt64s());

    [Fact]
    public void As_OtherType_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => TensorData.Scalar(1f).As<int>().Length);

    [Fact]
    public void Constructor_WrongByteCount_SaysWhatWasExpected()
    {
        var error = Assert.Throws<ArgumentException>(() => new TensorData(ElementType.Float32, [2, 2], new byte[12]));

        Assert.Contains("16", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TensorData.CountOf([2, -1]));
        Assert.Throws<OverflowException>(() => TensorData.CountOf([long.MaxValue, 2]));
    }

    [Fact]
    public void Reshape_SameCount_KeepsTheElements()
    {
        TensorData data = TensorData.From<int>([1, 2, 3, 4], 2, 2).Reshape(4, 1);

        Assert.Equal("Int32[4, 1]", data.ToString());
        Assert.Equal([1L, 2, 3, 4], data.ToInt64s());
        Assert.Throws<ArgumentException>(() => data.Reshape(5));
    }

    private static TensorData Of<T>(long[] numbers)
        where T : unmanaged, System.Numerics.INumber<T> =>
        TensorData.From<T>(Array.ConvertAll(numbers, T.CreateChecked), numbers.Length);
}
