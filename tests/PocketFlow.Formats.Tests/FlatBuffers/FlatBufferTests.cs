using PocketFlow.Formats.FlatBuffers;

namespace PocketFlow.Formats.Tests.FlatBuffers;

public sealed class FlatBufferTests
{
    [Fact]
    public void Write_EveryKindOfField_ReadsBack()
    {
        FlatTable root = new FlatTable()
            .Set(0, -7)
            .Set(1, true)
            .Set(2, 0.25f)
            .SetInt64(3, long.MinValue)
            .SetByte(4, 200)
            .Set(6, FlatVector.Text("größe"))
            .Set(7, FlatVector.Of<int>([3, 1, 4]))
            .Set(8, FlatVector.Of<long>([-1, 5]))
            .Set(9, new FlatReferences([new FlatTable().Set(0, 1), new FlatTable().Set(0, 2)]))
            .Set(10, FlatVector.OfBytes(new byte[] { 9, 8, 7 }, 16));

        FlatTableView view = Read(root);

        Assert.Equal(-7, view.Int32(0));
        Assert.True(view.Bool(1));
        Assert.Equal(0.25f, view.Single(2));
        Assert.Equal(long.MinValue, view.Int64(3));
        Assert.Equal(unchecked((sbyte)200), view.SByte(4));
        Assert.Equal("größe", view.Text(6));
        Assert.Equal([3, 1, 4], view.Numbers<int>(7));
        Assert.Equal([-1L, 5L], view.Numbers<long>(8));
        Assert.Equal([1, 2], view.Tables(9).Select(t => t.Int32(0)));
        Assert.Equal(new byte[] { 9, 8, 7 }, view.Bytes(10).ToArray());
    }

    [Fact]
    public void Write_DefaultsAndAbsentFields_TakeNoSpaceAndReadAsDefaults()
    {
        FlatTable Root() => new FlatTable().Set(0, 0).Set(1, 5, 5).Set(3, (FlatObject?)null);

        FlatTableView view = Read(Root());

        Assert.False(view.Has(0));
        Assert.Equal(5, view.Int32(1, 5));
        Assert.Null(view.Table(3));
        Assert.Equal("", view.Text(2));
        Assert.Empty(view.Numbers<int>(40));
        Assert.Equal(Bytes(new FlatTable()).Length, Bytes(Root()).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    public void Write_BulkVectors_LieAlignedBehindEverythingElse(int textLength)
    {
        byte[] first = [1, 2, 3];
        byte[] second = [.. Enumerable.Range(0, 40).Select(i => (byte)(200 + i))];
        FlatTable root = new FlatTable()
            .Set(0, FlatVector.OfBytes(first, 16))
            .Set(1, FlatVector.OfBytes(second, 16))
            .Set(2, FlatVector.Text(new string('x', textLength)))
            .Set(3, FlatVector.Of<long>([0x1122334455667788]));

        byte[] file = Bytes(root);

        int text = file.AsSpan().LastIndexOf((byte)'x');
        int firstAt = file.AsSpan().IndexOf((ReadOnlySpan<byte>)first);
        int secondAt = file.AsSpan().IndexOf(second);
        int longAt = file.AsSpan().IndexOf(BitConverter.GetBytes(0x1122334455667788));
        Assert.Equal(0, firstAt % 16);
        Assert.Equal(0, secondAt % 16);
        Assert.Equal(0, longAt % 8);
        Assert.True(text < firstAt && longAt < firstAt);
        Assert.Equal(0, file.Length % 16);
    }

    [Fact]
    public void Write_TablesOfOneForm_ShareTheirFieldList()
    {
        byte[] one = Bytes(new FlatTable().Set(0, new FlatReferences([new FlatTable().Set(3, 1)])));
        byte[] many = Bytes(new FlatTable().Set(
            0, new FlatReferences(Enumerable.Range(1, 101).Select(i => new FlatTable().Set(3, i)))));

        // An offset of 4 bytes and a table of 8 bytes each.
        Assert.InRange(many.Length - one.Length, 1200 - 16, 1200 + 16);
    }

    [Fact]
    public void Write_ObjectUsedTwice_IsRefused()
    {
        FlatVector shared = FlatVector.Text("twice");

        Assert.Throws<InvalidOperationException>(() => Bytes(new FlatTable().Set(0, shared).Set(1, shared)));
    }

    [Fact]
    public void Root_OtherIdentifier_SaysWhatWasExpected()
    {
        byte[] file = Bytes(new FlatTable());

        var e = Assert.Throws<ModelFormatException>(() => new FlatBufferReader("m.tflite", file).Root("ABCD"));

        Assert.Equal("identifier", e.Rule);
        Assert.Equal(4, e.Offset);
        Assert.Contains("ABCD", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_ThatReferToOneAnotherWithoutEnd_RunOutOfBudget()
    {
        FlatTable root = new FlatTable().Set(
            0, new FlatReferences(Enumerable.Range(0, 2000).Select(_ => new FlatTable().Set(0, 1))));
        byte[] file = Bytes(root);
        var reader = new FlatBufferReader("m.tflite", file);
        FlatTableView view = reader.Root("TEST");

        Assert.Throws<ModelFormatException>(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                view.Tables(0);
            }
        });
    }

    private static FlatTableView Read(FlatTable root) => new FlatBufferReader("m.tflite", Bytes(root)).Root("TEST");

    private static byte[] Bytes(FlatTable root)
    {
        using var stream = new MemoryStream();
        var writer = new FlatBufferWriter(root, "TEST");
        writer.Write(stream);
        Assert.Equal(writer.Length, stream.Length);
        return stream.ToArray();
    }
}
