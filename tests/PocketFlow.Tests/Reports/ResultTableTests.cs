using PocketFlow.Reports;

namespace PocketFlow.Tests.Reports;

public class ResultTableTests
{
    [Fact]
    public void ToString_GroupsAndNumbers_AreAligned()
    {
        var table = new ResultTable(
            new("name", IsNumber: false), new("median", Group: "time, ms"), new("p90", Group: "time, ms"),
            new("bytes"));
        table.Add("a", "1.25", "10.5", "1,024");
        table.Add("longer", "0.5", "1", "7");

        const string expected = """
                    - time, ms -
            name    median   p90  bytes
            a         1.25  10.5  1,024
            longer     0.5     1      7
            """;
        Assert.Equal(expected, table.ToString());
    }

    [Fact]
    public void Add_WrongNumberOfCells_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new ResultTable(new ResultColumn("a")).Add("1", "2"));
}
