using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Graphs.Passes;
using PocketFlow.Training.Execution;

namespace PocketFlow.Tests;

/// <summary>The page of operators says what the tables say; POCKETFLOW_UPDATE_GOLDEN=1 writes it again.</summary>
public sealed class OperatorPageTests
{
    private const string Yes = "yes";
    private const string No = "–";

    private const string Head = """
        # Operators

        Written by a test from the operator tables; run `dotnet test tests/PocketFlow.Tests --filter OperatorPage` with
        `POCKETFLOW_UPDATE_GOLDEN=1` after a change. Names and meanings are ONNX's.

        - **read**: ONNX files; *annotation* stands for operators on integers, which become grids of float values.
        - **run**: the engine executes it; **train**: gradients flow through it.
        - **prune through**: channels can be cut on both sides of it.
        - **quantise**: how its result gets a grid: *own* range, or that of the *input*; *no*: it computes no reals.
        - **write ONNX**: the oldest opset, of 13 to 21; **write TFLite**: as one operator or as several.

        What is constant once shapes are known (arithmetic on shapes, `NonZero`) is folded before anything is written.

        | operator | read | run | train | prune through | quantise | write ONNX | write TFLite |
        |---|---|---|---|---|---|---|---|

        """;

    [Fact]
    public void Page_IsWhatTheTablesSay()
    {
        string path = PathOfPage();
        string page = Head + string.Concat(Rows());
        if (Environment.GetEnvironmentVariable("POCKETFLOW_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, page);
        }

        Assert.Equal(page, File.ReadAllText(path));
    }

    private static IEnumerable<string> Rows() => OperatorTable.All.Select(o => (Name: o.OpType, Row: RowOf(o)))
        .Concat(OnnxReader.IntegerOperators.Select(name => (name, Row(name, "annotation", No, No, No, No, No, No))))
        .OrderBy(r => r.Item1, StringComparer.Ordinal).Select(r => r.Item2);

    private static string RowOf(Operator known)
    {
        bool runs = KernelTable.OpTypes.Contains(known.OpType);
        return Row(
            known.OpType, Yes, Say(runs), Say(runs && known.IsDifferentiable), Say(CarriesChannels(known)),
            known.QuantizationRule switch
            {
                QuantizationRule.OwnRange => "own",
                QuantizationRule.SameAsInput => "input",
                _ => "no",
            },
            $"{SinceOf(known.OpType)}",
            Say(OperatorWriters.Names.Contains(known.OpType) || Decompose.Knows(known.OpType)));
    }

    // What came later is written with older operators where there is a way.
    private static int SinceOf(string opType) => Decompose.Knows(opType)
        ? OnnxExportOptions.OldestOpset
        : OpsetTarget.Since(new Graph("page").Add(opType, []));

    private static string Row(params string[] cells)
    {
        var row = new StringBuilder("|");
        foreach (string cell in cells)
        {
            row.Append(' ').Append(cell).Append(" |");
        }

        return row.Append('\n').ToString();
    }

    private static string Say(bool holds) => holds ? Yes : No;

    // An operator without a rule of its own freezes the channels that it reads.
    private static bool CarriesChannels(Operator known) =>
        known.GetType().GetMethod("Couple", BindingFlags.Instance | BindingFlags.NonPublic)!.DeclaringType
            != typeof(Operator);

    private static string PathOfPage([CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "docs", "operators.md");
}
