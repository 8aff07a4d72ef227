using System.Diagnostics;
using System.Globalization;
using PocketFlow.Data;

// Usage: dotnet run -c Release --project bench/PocketFlow.DataBench -- [DATASET [BATCH-SIZE]]
// Prints images/s of the loader alone, and what it costs a consumer that computes for as long as training would.
// With "decode FOLDER RESIZE CROP": images/s from a folder of JPEG files; decode_pillow.py does the same work.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["decode", var folder, var resize, var crop])
{
    DecodeBench.Run(folder, resize, crop);
    return;
}

string name = args.Length > 0 ? args[0] : "fashion-mnist";
int batchSize = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 128;

var clock = Stopwatch.StartNew();
DatasetSplits splits = DatasetRegistry.CreateDefault().Open(name);
ImageDataset train = splits.Train;
Console.WriteLine($"{name}: {train.Count} training images of {train.Shape} read in {clock.Elapsed.TotalSeconds:f2} s");
clock.Restart();
Normalization normalization = Normalization.FromTrain(train);
Console.WriteLine($"normalization {normalization} in {clock.Elapsed.TotalSeconds:f2} s");

Console.WriteLine($"{"augmentation",-26} {"workers",7} {"images/s",10}");
foreach (string augmentation in new[] { "none", "pad-crop:4,flip", "pad-crop:4,flip,cutout:8" })
{
    foreach (int workers in new[] { 0, 1, 2 })
    {
        double rate = LoaderBench.ImagesPerSecond(train, normalization, augmentation, batchSize, workers);
        Console.WriteLine($"{augmentation,-26} {workers,7} {rate,10:n0}");
    }
}

Console.WriteLine($"{"consumer, ms per batch",-26} {"workers",7} {"waiting %",10} {"loader CPU %",13}");
foreach (int milliseconds in new[] { 10, 50 })
{
    foreach (int workers in new[] { 0, 1, 2 })
    {
        (double waiting, double cpu) = LoaderBench.CostToConsumer(
            train, normalization, batchSize, workers, TimeSpan.FromMilliseconds(milliseconds));
        Console.WriteLine($"{milliseconds,-26} {workers,7} {waiting * 100,10:f2} {cpu * 100,13:f2}");
    }
}
