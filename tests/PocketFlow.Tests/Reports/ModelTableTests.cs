using PocketFlow.Graphs;
using PocketFlow.Reports;

namespace PocketFlow.Tests.Reports;

public sealed class ModelTableTests
{
    [Fact]
    public void Of_LongNames_AreCutInTheMiddle()
    {
        string name = "first/" + new string('x', 300) + "/last";
        var builder = new GraphBuilder("long");
        Model model = builder.Build(builder.Relu(builder.Input("input", 4), name));

        string text = ModelTable.Of(model).ToString()!;

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.Contains("first/", text, StringComparison.Ordinal);
        Assert.Contains("/last", text, StringComparison.Ordinal);
    }
}
