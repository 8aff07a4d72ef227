namespace PocketFlow.Data.Tests;

public sealed class CsvTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DatasetRegistry _registry = DatasetRegistry.CreateDefault("/nonexistent");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_HeaderAndTextLabels_AreSortedClasses()
    {
        ImageDataset all = Open("width,\"height, cm\",species\r\n1.5,2,\"se\"\"tosa\"\r\n-3e-1,4,\"a\nb\"\r\n\r\n7,8,se\"\"tosa\r\n"
            .Replace("se\"\"tosa\r\n", "\"se\"\"tosa\"\r\n", StringComparison.Ordinal));

        Assert.Equal(["a\nb", "se\"tosa"], all.ClassNames);
        Assert.Equal([1, 0, 1], all.Labels(..));
        Assert.Equal([1.5f, 2, -0.3f, 4, 7, 8], all.Normalized(.., Normalization.Identity(1)));
    }

    [Theory]
    [InlineData("5,1,2\n6,0,3", null, new[] { 2, 3 }, new[] { 5f, 1, 6, 0 })]
    [InlineData("5,1,2\n6,0,3\n", "1", new[] { 1, 0 }, new[] { 5f, 2, 6, 3 })]
    [InlineData("a,Label,c\n5,1,2\n6,0,3", null, new[] { 1, 0 }, new[] { 5f, 2, 6, 3 })]
    [InlineData("a,Label,c\n5,1,2\n6,0,3", "c", new[] { 2, 3 }, new[] { 5f, 1, 6, 0 })]
    public void Open_WholeNumbers_AreClasses(string text, string? column, int[] labels, float[] values)
    {
        ImageDataset all = Open(text, new DatasetOptions { LabelColumn = column });

        Assert.Equal(labels, all.Labels(..));
        Assert.Equal(values, all.Normalized(.., Normalization.Identity(1)));
    }

    [Fact]
    public void Open_FractionsAsLabels_AreValues()
    {
        ImageDataset all = Open("1,2,0.5\n3,4,1");

        Assert.Equal(TargetKind.Values, all.Target.Kind);
    }

    [Fact]
    public void Open_GivenLabels_NumberTheClasses()
    {
        ImageDataset all = Open("1,cat\n2,dog", new DatasetOptions { Labels = ["dog", "cat"] });

        Assert.Equal([1, 0], all.Labels(..));
    }

    [Fact]
    public void Open_Folder_HasPartsWithOneNumbering()
    {
        File.WriteAllText(_folder.File("train.csv"), "1,a\n2,b\n3,c");
        File.WriteAllText(_folder.File("test.csv"), "4,c");

        DatasetSplits splits = _registry.Open($"csv:{_folder.Path}", ValidationSplit.None);

        Assert.Equal([2], splits.Test.Labels(..));
        Assert.Equal(3, splits.Train.Count);
    }

    [Theory]
    [InlineData("1,2,x\n3,,y", "line 2")]
    [InlineData("1,2,x\n3,4", "2 fields in line 2")]
    [InlineData("1,2,x\n3,\"4,y", "without an end")]
    [InlineData("1,2,x\n3,\"4\"5,y", "behind a closing quote")]
    [InlineData("", "no rows")]
    [InlineData("a,b\n", "no rows")]
    [InlineData("1\n2\n", "single column")]
    [InlineData("1,70000\n", "labels up to 70000")]
    public void Open_Damaged_SaysWhere(string text, string part)
    {
        var error = Assert.Throws<DatasetException>(() => Open(text));

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_UnknownColumn_ListsTheColumns()
    {
        var error = Assert.Throws<DatasetException>(() => Open("a,b\nx,y\n", new DatasetOptions { LabelColumn = "kind" }));

        Assert.Contains("a, b", error.Expected, StringComparison.Ordinal);
    }

    private ImageDataset Open(string text, DatasetOptions? options = null)
    {
        File.WriteAllText(_folder.File("table.csv"), text);
        return _registry.Open($"csv:{_folder.File("table.csv")}", null, options).Whole;
    }
}
