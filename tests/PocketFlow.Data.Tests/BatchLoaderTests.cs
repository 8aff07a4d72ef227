namespace PocketFlow.Data.Tests;

public class BatchLoaderTests
{
    private static readonly AugmentationPipeline s_augmentation =
        AugmentationPipeline.Parse("pad-crop:2,flip,cutout:3");

    private readonly ImageDataset _dataset = SampleDatasets.Create(103);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Epoch_AnyWorkerCount_GivesTheSameBatches(int workers)
    {
        List<Copy> expected = Collect(Loader(workers: 0).Epoch(3));

        List<Copy> actual = Collect(Loader(workers).Epoch(3));

        Assert.Equal(expected, actual);
        Assert.Equal(11, actual.Count);
        Assert.Equal(Enumerable.Range(0, 11), actual.Select(batch => batch.Index));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 4)]
    [InlineData(2, 10)]
    [InlineData(2, 11)]
    public void Epoch_StartedLater_GivesTheRestOfTheFullRun(int workers, int start)
    {
        List<Copy> full = Collect(Loader(workers).Epoch(7));

        List<Copy> resumed = Collect(Loader(workers).Epoch(7, start));

        Assert.Equal(full.Skip(start), resumed);
    }

    [Fact]
    public void Epoch_Shuffled_HasEveryImageOnceInAnOrderOfItsOwn()
    {
        BatchLoader loader = Loader(workers: 1);
        int[] first = Indices(loader.Epoch(0)), second = Indices(loader.Epoch(1));

        Assert.Equal(Enumerable.Range(0, 103), first.Order());
        Assert.Equal(Enumerable.Range(0, 103), second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first, Indices(loader.Epoch(0)));
        Assert.NotEqual(first, Indices(Loader(workers: 1, seed: 1).Epoch(0)));
    }

    [Fact]
    public void Epoch_Shuffled_KeepsEachImageWithItsLabel()
    {
        foreach (Batch batch in Loader(workers: 1).Epoch(0))
        {
            using (batch)
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    Assert.Equal(batch.Indices[i] % 10, batch.Labels[i]);
                }
            }
        }
    }

    [Fact]
    public void Epoch_Augmented_ChangesWithTheEpochButNotWithTheRun()
    {
        Copy Find(int epoch) => Collect(Loader(workers: 1, shuffle: false).Epoch(epoch))[0];

        Assert.Equal(Find(0), Find(0));
        Assert.False(Find(0).Images.SequenceEqual(Find(1).Images));
    }

    [Fact]
    public void Epoch_DropLast_LeavesTheShortBatchOut()
    {
        var loader = new BatchLoader(_dataset, SampleDatasets.Rgb, new() { BatchSize = 10, DropLast = true });

        Assert.Equal(10, loader.BatchesPerEpoch);
        Assert.All(Collect(loader.Epoch(0)), batch => Assert.Equal(10, batch.Labels.Length));
    }

    [Fact]
    public void ForEvaluation_Epoch_IsEveryImageInOrderAndUnchanged()
    {
        List<Copy> batches = Collect(BatchLoader.ForEvaluation(_dataset, SampleDatasets.Rgb, batchSize: 25).Epoch(0));

        Assert.Equal(3, batches[^1].Labels.Length);
        Assert.Equal(_dataset.Normalized(.., SampleDatasets.Rgb), batches.SelectMany(batch => batch.Images));
        Assert.Equal(_dataset.Labels(..), batches.SelectMany(batch => batch.Labels).Select(label => (int)label));
    }

    [Fact]
    public void Batch_WhileAlive_SharesItsArraysWithNoOther()
    {
        Batch[] alive = [.. Loader(workers: 2).Epoch(0)];
        Copy[] atFirst = Array.ConvertAll(alive, Copy.Of);
        foreach (Batch other in Loader(workers: 2).Epoch(1))
        {
            other.Dispose();
        }

        Assert.Equal(alive.Length, alive.Select(batch => batch.Images).Distinct().Count());
        Assert.Equal(atFirst, Array.ConvertAll(alive, Copy.Of));
    }

    [Fact]
    public void Epoch_DisposedBatches_AreReused()
    {
        BatchLoader loader = Loader(workers: 2);
        for (int epoch = 0; epoch < 5; epoch++)
        {
            Collect(loader.Epoch(epoch));
        }

        Assert.InRange(loader.Pool.Allocated, 1, loader.Options.Prefetch + loader.Options.Workers + 1);
    }

    [Fact]
    public void Batch_AfterDispose_RefusesAccess()
    {
        Batch batch = Loader(workers: 0).Epoch(0).First();
        batch.Dispose();
        batch.Dispose();

        Assert.Throws<ObjectDisposedException>(() => batch.Images);
        Assert.Throws<ObjectDisposedException>(() => batch.Labels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Epoch_WorkerFails_ConsumerGetsTheErrorAfterTheBatchesBefore(int workers)
    {
        var loader = new BatchLoader(_dataset, SampleDatasets.Rgb, new()
        {
            BatchSize = 10,
            Shuffle = false,
            Workers = workers,
            Augmentation = new AugmentationPipeline(new FailOn(_dataset.Image(45).ToArray())),
        });
        var seen = new List<int>();

        var error = Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (Batch batch in loader.Epoch(0))
            {
                seen.Add(batch.Index);
                batch.Dispose();
            }
        });

        Assert.Equal("image 45", error.Message);
        Assert.Contains(nameof(FailOn), error.StackTrace);
        Assert.Equal([0, 1, 2, 3], seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Epoch_Cancelled_ThrowsAndStops(int workers)
    {
        using var source = new CancellationTokenSource();
        int batches = 0;

        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (Batch batch in Loader(workers).Epoch(0, 0, source.Token))
            {
                batch.Dispose();
                if (++batches == 3)
                {
                    source.Cancel();
                }
            }
        });

        Assert.Equal(3, batches);
    }

    [Fact]
    public async Task Epoch_CancelledWhileWaiting_WakesTheConsumer()
    {
        using var source = new CancellationTokenSource();
        using var gate = new ManualResetEventSlim();
        var loader = new BatchLoader(_dataset, SampleDatasets.Rgb, new()
        {
            Augmentation = new AugmentationPipeline(new WaitFor(gate)),
        });

        // The worker hangs in its first image until the gate opens; the consumer waits for it until cancelled.
        Task consumer = Task.Factory.StartNew(
            () => Collect(loader.Epoch(0, 0, source.Token)),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.Delay(30);
        Assert.False(consumer.IsCompleted);
        await source.CancelAsync();
        await Task.Delay(30);
        gate.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => consumer);
    }

    [Fact]
    public void Epoch_AbandonedEarly_EndsItsThreadsAndReturnsItsArrays()
    {
        BatchLoader loader = Loader(workers: 2);
        for (int epoch = 0; epoch < 20; epoch++)
        {
            loader.Epoch(epoch).First().Dispose();
        }

        Assert.InRange(loader.Pool.Allocated, 1, loader.Options.Prefetch + loader.Options.Workers + 1);
    }

    [Fact]
    public void Epoch_SlowConsumer_IsNotPreparedFurtherAheadThanPrefetch()
    {
        var counter = new Count();
        var loader = new BatchLoader(_dataset, SampleDatasets.Rgb, new()
        {
            BatchSize = 10,
            Workers = 2,
            Prefetch = 3,
            Augmentation = new AugmentationPipeline(counter),
        });

        using IEnumerator<Batch> batches = loader.Epoch(0).GetEnumerator();
        batches.MoveNext();
        SpinWait.SpinUntil(() => counter.Images == 40, TimeSpan.FromSeconds(10));
        Thread.Sleep(20);

        Assert.Equal(40, counter.Images);
    }

    [Fact]
    public void Constructor_WrongOptions_ListsAllProblems()
    {
        var options = new BatchLoaderOptions { BatchSize = 0, Workers = -1, Prefetch = 0 };

        var error = Assert.Throws<ArgumentException>(
            () => new BatchLoader(_dataset, SampleDatasets.Rgb, options));

        Assert.Contains("BatchSize is 0", error.Message);
        Assert.Contains("Workers is -1", error.Message);
        Assert.Contains("Prefetch is 0", error.Message);
    }

    [Fact]
    public void Epoch_StartBehindTheEnd_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Loader(1).Epoch(0, 12));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loader(1).Epoch(-1));
    }

    private BatchLoader Loader(int workers, long seed = 0, bool shuffle = true) => new(
        _dataset, SampleDatasets.Rgb, new()
        {
            BatchSize = 10,
            Workers = workers,
            Seed = seed,
            Shuffle = shuffle,
            Augmentation = s_augmentation,
        });

    private static int[] Indices(IEnumerable<Batch> epoch) => [.. Collect(epoch).SelectMany(batch => batch.Indices)];

    private static List<Copy> Collect(IEnumerable<Batch> epoch)
    {
        var copies = new List<Copy>();
        foreach (Batch batch in epoch)
        {
            copies.Add(Copy.Of(batch));
            batch.Dispose();
        }

        return copies;
    }

    private sealed record Copy(int Index, int[] Indices, long[] Labels, float[] Images)
    {
        public static Copy Of(Batch batch) => new(
            batch.Index, batch.Indices[..batch.Count], batch.LabelSpan.ToArray(), batch.ImageSpan.ToArray());

        public bool Equals(Copy? other) => other is not null && Index == other.Index
            && Indices.SequenceEqual(other.Indices) && Labels.SequenceEqual(other.Labels)
            && Images.SequenceEqual(other.Images);

        public override int GetHashCode() => Index;
    }

    private sealed class FailOn(byte[] marked) : IAugmentation
    {
        public Movements Movements => Movements.None;

        public Movement Apply(Span<byte> image, AugmentationContext context, ref SeededRandom random) =>
            image.SequenceEqual(marked) ? throw new InvalidOperationException("image 45") : Movement.None;
    }

    private sealed class WaitFor(ManualResetEventSlim gate) : IAugmentation
    {
        public Movements Movements => Movements.None;

        public Movement Apply(Span<byte> image, AugmentationContext context, ref SeededRandom random)
        {
            gate.Wait();
            return Movement.None;
        }
    }

    private sealed class Count : IAugmentation
    {
        private int _images;

        public int Images => Volatile.Read(ref _images);

        public Movements Movements => Movements.None;

        public Movement Apply(Span<byte> image, AugmentationContext context, ref SeededRandom random)
        {
            Interlocked.Increment(ref _images);
            return Movement.None;
        }
    }
}
