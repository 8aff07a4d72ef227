namespace PocketFlow.Search.Tests;

public sealed class PostgresAddressTests
{
    [Fact]
    public void Open_NoServer_SaysWhereAndWhatToDo()
    {
        StudyException e = Assert.Throws<StudyException>(
            () => StudyStorage.Open("postgres://someone:hidden@127.0.0.1:1/studies"));

        Assert.Contains("127.0.0.1:1", e.Message, StringComparison.Ordinal);
        Assert.Contains("Start it", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=a;Port=hidden")]
    [InlineData("Host=a;hidden=hidden")]
    [InlineData("postgres://:hidden@@@/")]
    public void Open_AddressThatCantBeRead_KeepsItsSecrets(string address)
    {
        StudyException e = Assert.Throws<StudyException>(() => StudyStorage.Open(address));

        Assert.DoesNotContain("hidden", e.ToString(), StringComparison.Ordinal);
    }
}
