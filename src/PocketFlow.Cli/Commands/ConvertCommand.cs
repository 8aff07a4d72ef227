using System.CommandLine;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Reports;

namespace PocketFlow.Cli.Commands;

/// <summary><c>pocketflow convert FILE -o OUT</c>: the same model in another format.</summary>
internal static class ConvertCommand
{
    private static readonly Argument<string> s_file = ModelArgument.Create(
        "An ONNX, TFLite or frozen TensorFlow file, or a SavedModel directory.");

    private static readonly Option<FileInfo> s_output = new("--output", "-o")
    {
        Description = "The file to write; its extension, .onnx or .tflite, says the format.",
        Required = true,
    };

    private static readonly Option<bool> s_float16 = new("--float16")
    {
        Description = "Store the weights of a TFLite file in 16 bits: half the size, computed in 32 bits.",
    };

    public static Command Create()
    {
        var command = new Command("convert", "Write a model file in another format.") { s_file, s_output, s_float16 };
        command.SetAction(parse => Run(parse));
        return command;
    }

    private static int Run(ParseResult parse)
    {
        string output = parse.GetValue(s_output)!.FullName;
        ModelFileFormat format = ModelFile.FormatToWrite(output);
        if (parse.GetValue(s_float16) && format != ModelFileFormat.TfLite)
        {
            throw new FormatException($"--float16 is for .tflite files; {output} is to be another format.");
        }

        Model model = ModelFile.Read(parse.GetValue(s_file)!);
        ModelFile.Write(
            model, OutputPath.Writable(output),
            new TfLiteExportOptions { HasFloat16Weights = parse.GetValue(s_float16) });
        Console.Out.WriteLine($"{output}: {Figures.Count(new FileInfo(output).Length)} bytes");
        return ExitCodes.Ok;
    }
}
