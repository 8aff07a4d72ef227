using PocketFlow;
using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Recipes;
using PocketFlow.Reports;

string model = args.ElementAtOrDefault(0) ?? "samples/models/resnet20-fashion-mnist.onnx";
var recipe = new Recipe
{
    Data = args.ElementAtOrDefault(2) ?? "fashion-mnist",
    Learners = [new(new ChannelPruningOptions { SpeedUp = 2, Epochs = 2 }), new(new UniformQuantizationOptions())],
};
CompressionReport report = Compression.Run(model, recipe, args.ElementAtOrDefault(1) ?? "runs/sample");
Console.WriteLine(report);
