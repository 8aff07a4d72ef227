using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Networks;
using PocketFlow.Torch;
using PocketFlow.Training.Checkpoints;

namespace PocketFlow.Training.Tests;

public sealed class TrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public TrainerTests() => Engine.Threads = 2;

    private string Checkpoint => Path.Combine(_folder, "model.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Train_SeparableClasses_LearnsThem()
    {
        TrainingResult result = Train(Options() with { Epochs = 4, CheckpointPath = null });

        Assert.True(result.Validation.Value > 0.9, $"validation {result.Validation}");
        Assert.Equal(4, result.Epochs.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(11)]
    public void Train_InterruptedAndStartedAgain_EndsWithTheSameWeights(int steps)
    {
        TrainingOptions options = Options() with { EmaDecay = 0.9, CheckpointSteps = 1 };
        float[] expected = Weights(Train(options with { CheckpointPath = null }).Model);
        using var cancellation = new CancellationTokenSource();
        var stop = new Stop(steps, cancellation);

        Assert.ThrowsAny<OperationCanceledException>(() => Train(options, stop, cancellation.Token));
        float[] found = Weights(Train(options).Model);

        Assert.Equal(expected, found);
    }

    [Fact]
    public void Train_HugeLearningRate_DivergesAndSavesNothing()
    {
        var error = Assert.Throws<TrainingDivergedException>(
            () => Train(Options() with { LearningRate = 1e30, WarmUpEpochs = 0 }));

        Assert.Contains("Lower the learning rate", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Checkpoint));
    }

    [Fact]
    public void Train_DamagedCheckpoint_IsRefused()
    {
        File.WriteAllBytes(Checkpoint, new byte[1000]);

        var error = Assert.Throws<CheckpointException>(() => Train(Options()));

        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_CheckpointOfOtherOptions_IsRefused()
    {
        Train(Options());

        var error = Assert.Throws<CheckpointException>(() => Train(Options() with { LearningRate = 0.01 }));

        Assert.Contains("another training", error.Message, StringComparison.Ordinal);
    }

    private TrainingOptions Options() => new()
    {
        Epochs = 2,
        BatchSize = 16,
        LearningRate = 0.05,
        Precision = Precision.Float32,
        Augmentation = AugmentationPipeline.Parse("pad-crop:1,flip"),
        CheckpointPath = Checkpoint,
        CheckpointSteps = 3,
    };

    private static TrainingResult Train(
        TrainingOptions options, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Model model = ReferenceNetworks.Build("resnet20", new NetworkOptions(3, 8, 8, 2)).Simplify();
        ImageDataset images = Stripes(112);
        return new Trainer(options).Train(
            model, images.Slice(..96), images.Slice(96..), Normalization.Identity(3), progress, cancellationToken);
    }

    /// <summary>Bright images against dark ones, with noise.</summary>
    private static ImageDataset Stripes(int count)
    {
        var random = new Random(1);
        var shape = new ImageShape(3, 8, 8);
        byte[] pixels = new byte[count * shape.Length];
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 2)];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(labels[i / shape.Length] * 120 + random.Next(100));
        }

        return new ImageDataset("stripes", pixels, labels, shape, ["dark", "bright"]);
    }

    private static float[] Weights(Model model) =>
        [.. model.Graph.Initializers.Where(v => v.Type == ElementType.Float32).SelectMany(v => v.Data!.ToFloats())];

    private sealed class Stop(int steps, CancellationTokenSource cancellation) : IProgress<TrainingProgress>
    {
        private int _left = steps;

        public void Report(TrainingProgress value)
        {
            if (--_left == 0)
            {
                cancellation.Cancel();
            }
        }
    }
}
