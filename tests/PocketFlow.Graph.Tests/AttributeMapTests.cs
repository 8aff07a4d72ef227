namespace PocketFlow.Graphs.Tests;

public sealed class AttributeMapTests
{
    private readonly AttributeMap _map = new()
    {
        { "int", 3 }, { "flag", true }, { "float", 0.5 }, { "text", "same" }, { "ints", new[] { 1, 2 } },
        { "floats", new[] { 1f } }, { "tensor", TensorData.Vector(7) },
    };

    [Fact]
    public void Set_NarrowTypes_AreWidened()
    {
        Assert.Equal(3, _map.Int("int", 0));
        Assert.Equal(1, _map.Int("flag", 0));
        Assert.Equal(0.5f, _map.Float("float", 0));
        Assert.Equal([1L, 2L], _map.Ints("ints")!);
        Assert.Equal([1f], _map.Floats("floats")!);
        Assert.Equal("same", _map.Text("text", ""));
        Assert.Equal([7L], _map.Tensor("tensor")!.ToInt64s());
    }

    [Fact]
    public void Get_Absent_GivesTheFallback()
    {
        Assert.Equal(4, _map.Int("none", 4));
        Assert.Equal(4f, _map.Float("none", 4));
        Assert.Equal("d", _map.Text("none", "d"));
        Assert.Null(_map.Ints("none"));
        Assert.Null(_map.Floats("none"));
        Assert.Null(_map.Tensor("none"));
    }

    [Fact]
    public void Get_OtherType_SaysWhatWasFound()
    {
        Action[] reads =
        [
            () => _map.Int("float", 0), () => _map.Float("int", 0), () => _map.Text("int", ""),
            () => _map.Ints("floats"), () => _map.Floats("ints"), () => _map.Tensor("text"),
        ];

        Assert.All(reads, r => Assert.Equal("attribute", Assert.Throws<InvalidGraphException>(r).Rule));
        Assert.Contains(
            "'float' is a Single", Assert.Throws<InvalidGraphException>(reads[0]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_ForeignType_IsRefused() =>
        Assert.Throws<ArgumentException>(() => _map.Set("when", TimeSpan.Zero));

    [Fact]
    public void ToString_SeveralSettings_AreSortedByName() => Assert.Equal(
        " {flag=1, float=0.5, floats=[1], int=3, ints=[1, 2], tensor=Int64[1], text=same}", _map.ToString());
}
