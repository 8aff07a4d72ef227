using System.Diagnostics;
using PocketFlow.Data;

internal static class LoaderBench
{
    private const int Repeats = 3;

    /// <summary>The best of some epochs after one to warm up, with a consumer that only returns the batches.</summary>
    public static double ImagesPerSecond(
        ImageDataset dataset, Normalization normalization, string augmentation, int batchSize, int workers)
    {
        var loader = new BatchLoader(dataset, normalization, new()
        {
            BatchSize = batchSize,
            Workers = workers,
            Augmentation = AugmentationPipeline.Parse(augmentation),
        });
        double best = 0;
        for (int epoch = 0; epoch <= Repeats; epoch++)
        {
            var clock = Stopwatch.StartNew();
            int images = 0;
            foreach (Batch batch in loader.Epoch(epoch))
            {
                images += batch.Count;
                batch.Dispose();
            }

            best = epoch == 0 ? 0 : Math.Max(best, images / clock.Elapsed.TotalSeconds);
        }

        return best;
    }

    /// <summary>
    /// Share of the time that a consumer waits for data, and share of one core that loading takes, when the consumer
    /// is busy for a fixed time per batch. It sleeps, so that all CPU time of the process is the loader's.
    /// </summary>
    public static (double Waiting, double Cpu) CostToConsumer(
        ImageDataset dataset, Normalization normalization, int batchSize, int workers, TimeSpan work)
    {
        var loader = new BatchLoader(dataset, normalization, new()
        {
            BatchSize = batchSize,
            Workers = workers,
            Augmentation = AugmentationPipeline.Parse("pad-crop:4,flip"),
        });
        using var process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        foreach (Batch batch in loader.Epoch(0).Take((int)(TimeSpan.FromSeconds(2) / work)))
        {
            Thread.Sleep(work);
            batch.Dispose();
        }

        double seconds = clock.Elapsed.TotalSeconds;
        process.Refresh();
        return (loader.WaitTime.TotalSeconds / seconds, (process.TotalProcessorTime - cpu).TotalSeconds / seconds);
    }
}
