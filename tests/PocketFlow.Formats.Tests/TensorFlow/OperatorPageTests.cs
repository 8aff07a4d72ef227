using System.Text.RegularExpressions;
using PocketFlow.Formats.TensorFlow.Operators;

namespace PocketFlow.Formats.Tests.TensorFlow;

public sealed partial class OperatorPageTests
{
    [Fact]
    public void Page_Operators_AreThoseOfTheTable()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TensorFlow", "tensorflow.md"));
        string list = page[page.IndexOf("## Operators", StringComparison.Ordinal)..];

        string[] listed = [.. Code().Matches(list).Select(m => m.Groups[1].Value)];

        // What is taken care of before nodes are read one by one.
        string[] others =
        [
            "BatchToSpaceND", "Merge", "PartitionedCall", "SpaceToBatchND", "StatefulPartitionedCall", "Switch", "VarHandleOp",
            "Variable", "VariableV2",
        ];
        Assert.Equal(OperatorReaders.All.Concat(others).Order(StringComparer.Ordinal), listed);
    }

    [GeneratedRegex("`([A-Za-z0-9]+)`")]
    private static partial Regex Code();
}
