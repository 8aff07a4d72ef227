using System.Globalization;
using PocketFlow.FormatsBench;
using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;

// Usage: dotnet run -c Release --project bench/PocketFlow.FormatsBench
// Makes files, then handles each in a process of its own: times hold the start of the code, and peaks are its own.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [var step, var path, var output])
{
    switch (step)
    {
        case "read":
            Measurement.Report(() => OnnxFormat.Read(path));
            break;
        case "identify":
            Measurement.Report(() => OnnxFormat.Identify(path));
            break;
        case "convert":
            Measurement.Report(() =>
            {
                Model model = OnnxFormat.Read(path).Folded();
                OnnxFormat.Write(model, output + ".onnx");
                TfLiteFormat.Write(model, output + ".tflite", new TfLiteExportOptions());
                return model;
            });
            break;
        default:
            Console.Error.WriteLine($"'{step}' is no step: read, identify, convert.");
            return 1;
    }

    return 0;
}

string folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;
try
{
    Measurement.PrintHead();
    string large = SampleFiles.Dense(folder);
    Measurement.Run("read", large, folder);
    Measurement.Run("identify", large, folder);
    string typed = SampleFiles.WithTypedWeights(large);
    Measurement.Run("read", typed, folder);
    string external = SampleFiles.WithExternalWeights(large);
    Measurement.Run("read", external, folder);
    string resnet = SampleFiles.ResNet50(folder);
    Measurement.Run("read", resnet, folder);
    Measurement.Run("convert", resnet, folder);
}
finally
{
    Directory.Delete(folder, recursive: true);
}

return 0;
