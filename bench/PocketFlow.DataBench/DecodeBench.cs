using System.Globalization;
using PocketFlow.Data;

/// <summary>Images per second from a folder of JPEG files: read, decoded, resized, cropped, normalised.</summary>
internal static class DecodeBench
{
    public static void Run(string folder, string resize, string crop)
    {
        var options = new DatasetOptions
        {
            Preparation = new ImagePreparation { Resize = Resizing.Parse(resize), Crop = Resizing.Parse(crop) },
            CacheBytes = 0,
        };
        ImageDataset images = DatasetRegistry.CreateDefault().Open($"images:{folder}", null, options).Whole;
        Console.WriteLine($"{images.Count} images, resized to {resize}, cropped to {images.Shape}");
        Console.WriteLine($"{"workers",7} {"images/s",10}");
        foreach (int workers in new[] { 1, 2 })
        {
            double rate = LoaderBench.ImagesPerSecond(images, Normalization.ImageNet, "none", 50, workers);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{workers,7} {rate,10:f0}"));
        }
    }
}
