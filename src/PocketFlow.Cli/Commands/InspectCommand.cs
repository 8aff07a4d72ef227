using System.CommandLine;
using PocketFlow.Cli.Rendering;
using PocketFlow.Formats.TensorFlow;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Reports;

namespace PocketFlow.Cli.Commands;

/// <summary><c>pocketflow inspect FILE</c>: what a model file holds and what each layer costs.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> s_file = ModelArgument.Create(
        "An ONNX, TFLite or frozen TensorFlow file, or a SavedModel directory.");

    public static Command Create()
    {
        var command = new Command("inspect", "Show what a model file holds and what each layer costs.")
        {
            s_file, CommonOptions.Json,
        };
        command.SetAction(parse => Run(parse));
        return command;
    }

    private static int Run(ParseResult parse)
    {
        ModelFileSummary summary = ModelFile.Identify(parse.GetValue(s_file)!);
        Model? model = ReadOrNull(summary);
        if (parse.GetValue(CommonOptions.Json))
        {
            JsonOutput.Write(AsJson(summary, model));
            return ExitCodes.Ok;
        }

        WriteHead(summary);
        TableOutput.Write(model is null ? OperatorTable(summary.TfLite!) : ModelTable.Of(model));
        if (summary.TfLite is { } tfLite)
        {
            Console.Out.WriteLine($"Constants: {Figures.Count(tfLite.BufferBytes)} bytes. Operators in the file: "
                + string.Join(", ", tfLite.Operators.Select(o => $"{o.Value} {o.Key}")) + ".");
        }

        return ExitCodes.Ok;
    }

    /// <summary>The model; null for a TFLite file that only a runtime understands, whose operators are counted.</summary>
    private static Model? ReadOrNull(ModelFileSummary summary)
    {
        try
        {
            return ModelFile.Read(summary.Path);
        }
        catch (UnsupportedOperatorException) when (summary.TfLite is not null)
        {
            return null;
        }
    }

    private static void WriteHead(ModelFileSummary summary)
    {
        string detail = summary.Onnx is { } onnx
            ? $"ONNX, opset {onnx.Opset}, by {onnx.ProducerName} {onnx.ProducerVersion}".TrimEnd()
                + (onnx.IsQuantized ? ", quantized" : "")
            : summary.TensorFlow is { } tensorFlow ? Describe(tensorFlow) : "TFLite";
        Console.Out.WriteLine($"{summary.Path}: {detail}, {Figures.Count(summary.Bytes)} bytes");
        foreach (string line in summary.Inputs.Select(i => $"  input   {i}")
            .Concat(summary.Outputs.Select(o => $"  output  {o}"))
            .Concat(summary.Metadata.SelectMany(m => m.Value.Split('\n').Select(v => $"  {m.Key}  {v}"))))
        {
            Console.Out.WriteLine(line);
        }

        Console.Out.WriteLine();
    }

    private static string Describe(TensorFlowSummary summary) => summary.IsSavedModel
        ? $"TensorFlow SavedModel by {summary.Version}, signatures {string.Join(", ", summary.Signatures)}"
        : "frozen TensorFlow graph";

    private static ResultTable OperatorTable(TfLiteSummary summary)
    {
        var table = new ResultTable(new ResultColumn("operator", IsNumber: false), new ResultColumn("count"));
        foreach ((string name, int count) in summary.Operators)
        {
            table.Add(name, Figures.Count(count));
        }

        table.Add("total", Figures.Count(summary.Operators.Values.Sum()));
        return table;
    }

    private static object AsJson(ModelFileSummary summary, Model? model)
    {
        ModelCost? cost = model is null ? null : ModelCost.Of(model);
        return new
        {
            summary.Path,
            summary.Format,
            summary.Bytes,
            summary.Inputs,
            summary.Outputs,
            summary.Metadata,
            Operators = summary.TfLite?.Operators ?? summary.TensorFlow?.Operators,
            cost?.Macs,
            cost?.ParameterCount,
            Layers = cost?.Nodes.Select(n => new
            {
                n.Node.Name,
                Operator = n.Node.OpType,
                Output = n.Node.Output.Shape?.ToString(),
                n.Macs,
                n.ParameterCount,
                Bytes = ModelTable.BytesOf(n),
            }),
        };
    }
}
