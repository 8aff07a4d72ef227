namespace PocketFlow.Data.Tests;

public class DatasetSplitsTests
{
    [Theory]
    [InlineData("random:30:0")]
    [InlineData("random:30:5")]
    [InlineData("last:30")]
    [InlineData("none")]
    public void Divide_AnySplit_IsDisjointCompleteAndRepeatable(string text)
    {
        var split = ValidationSplit.Parse(text);

        (int[] train, int[] validation) = split.Divide(100);
        (int[] train2, int[] validation2) = ValidationSplit.Parse(split.ToString()).Divide(100);

        Assert.Equal(split.Count, validation.Length);
        Assert.Equal(Enumerable.Range(0, 100), train.Concat(validation).Order());
        Assert.Equal(train.Order(), train);
        Assert.Equal(validation.Order(), validation);
        Assert.Equal(train, train2);
        Assert.Equal(validation, validation2);
    }

    [Fact]
    public void Divide_Random_IsTheSameOnEveryPlatform()
    {
        Assert.Equal([2, 4, 5, 9], ValidationSplit.Random(4, 0).Divide(10).Validation);
        Assert.NotEqual(
            ValidationSplit.Random(50, 0).Divide(100).Validation, ValidationSplit.Random(50, 1).Divide(100).Validation);
    }

    [Fact]
    public void Divide_Last_TakesTheEnd() =>
        Assert.Equal([97, 98, 99], ValidationSplit.Last(3).Divide(100).Validation);

    [Theory]
    [InlineData("random")]
    [InlineData("random:0")]
    [InlineData("last:-1")]
    [InlineData("last:5:1")]
    [InlineData("first:5")]
    public void Parse_UnreadableText_ListsTheForms(string text)
    {
        var error = Assert.Throws<FormatException>(() => ValidationSplit.Parse(text));

        Assert.Contains("random:COUNT:SEED", error.Message);
    }

    [Fact]
    public void Default_IsFiveThousandRandomWithSeedZero() =>
        Assert.Equal("random:5000:0", ValidationSplit.Default.ToString());

    [Fact]
    public void Validation_TooManyForTheFiles_StatesBothCounts()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteMnist(folder, train: 12);
        DatasetSplits splits = DatasetRegistry.CreateDefault().Open($"mnist:{folder.Path}");

        var error = Assert.Throws<DatasetException>(() => splits.Validation);

        Assert.Equal("12 training images", error.Found);
        Assert.Contains("5000", error.Expected);
    }

    [Fact]
    public void Test_OnlyWhenAskedFor_IsReadAndNoted()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteMnist(folder);
        DatasetSplits splits = DatasetRegistry.CreateDefault().Open($"mnist:{folder.Path}", ValidationSplit.Last(2));
        File.Delete(folder.File("t10k-images-idx3-ubyte"));

        Assert.Equal(10, splits.Train.Count);
        Assert.Equal(2, splits.Validation.Count);
        Assert.False(splits.TestWasRead);
        Assert.Throws<DatasetException>(() => splits.Test);
        Assert.True(splits.TestWasRead);
    }
}
