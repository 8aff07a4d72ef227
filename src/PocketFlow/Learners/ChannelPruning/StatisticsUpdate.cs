using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training;
using PocketFlow.Training.Execution;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>Re-estimates the running statistics of batch normalisation on training images, without training.</summary>
internal static class StatisticsUpdate
{
    public static Model Apply(Model model, LearnerContext context, int images, CancellationToken cancellationToken)
    {
        using var executor = new Executor(model, context.Device);
        ImageDataset subset = context.Train.Slice(..Math.Min(images, context.Train.Count));
        var loader = new BatchLoader(subset, context.Normalization, new BatchLoaderOptions
        {
            BatchSize = Math.Min(128, subset.Count),
            DropLast = true,
            Seed = context.Seed,
        });

        // Each pass moves the statistics by a tenth: two dozen batches replace the old ones.
        for (int epoch = 0; epoch * loader.BatchesPerEpoch < 24; epoch++)
        {
            foreach (Batch batch in loader.Epoch(epoch, 0, cancellationToken))
            {
                using (batch)
                using (TensorScope.Begin())
                using (Engine.NoGrad())
                {
                    executor.Forward(batch.ToTensor(executor.Device), isTraining: true);
                }
            }
        }

        return executor.ToModel();
    }
}
