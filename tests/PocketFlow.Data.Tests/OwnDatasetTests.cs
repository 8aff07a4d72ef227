namespace PocketFlow.Data.Tests;

/// <summary>The data set that docs/data.md shows.</summary>
public class OwnDatasetTests
{
    [Fact]
    public void Loader_OwnInputs_AreReadOnTheWorkers()
    {
        int[] labels = [.. Enumerable.Range(0, 1000).Select(record => record % 4)];
        var waves = new ImageDataset("waves", new Waves(), Targets.Classes(labels, ["1", "2", "3", "4"]));
        var loader = new BatchLoader(waves, Normalization.Identity(1), new BatchLoaderOptions { BatchSize = 64, Workers = 2 });

        foreach (Batch batch in loader.Epoch(0))
        {
            using (batch)
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    Assert.Equal(MathF.Sin((1 + batch.Labels[i]) / 8f), batch.ImageSpan[(i * 64) + 1], 1e-6f);
                }
            }
        }
    }

    [Fact]
    public void Open_OwnFormat_IsKnownByName()
    {
        DatasetRegistry registry = DatasetRegistry.CreateDefault().Register(new WavesFormat());

        DatasetSplits splits = registry.Open("waves:anything", ValidationSplit.Random(100));

        Assert.Equal((900, 100, 1000), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
    }

    private sealed class Waves() : Inputs(InputKind.Values, new InputShape(64), count: 1000)
    {
        public override void Read(int record, InputSpan destination)
        {
            for (int i = 0; i < destination.Values.Length; i++)
            {
                destination.Values[i] = MathF.Sin(i * (1 + (record % 4)) / 8f);
            }
        }
    }

    private sealed class WavesFormat : IDatasetFormat, IDatasetFiles
    {
        public string Id => "waves";

        public string Contents => "nothing";

        public string Advice => "Write waves:anything";

        public IReadOnlyList<string> DefaultDirectories => [];

        public Normalization? KnownNormalization => null;

        public bool TakesFiles => true;

        public IDatasetFiles Open(string path, DatasetOptions options) => this;

        public ImageDataset ReadTrain() => new(
            Id, new Waves(), Targets.Classes([.. Enumerable.Range(0, 1000).Select(r => r % 4)], ["1", "2", "3", "4"]));

        public ImageDataset ReadTest() => ReadTrain();
    }
}
