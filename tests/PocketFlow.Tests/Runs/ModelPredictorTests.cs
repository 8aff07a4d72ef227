using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Runs;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Tests.Runs;

public class ModelPredictorTests
{
    [Fact]
    public void ChannelsLast_TwoImages_MovesChannelsBehindPositions()
    {
        float[] pixels = [.. Enumerable.Range(0, 24).Select(i => (float)i)];

        float[] moved = ModelPredictor.ChannelsLast(pixels, new ImageShape(3, 2, 2));

        Assert.Equal([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11], moved[..12]);
        Assert.Equal([12, 16, 20], moved[12..15]);
    }

    [Fact]
    public void Predictions_Outputs_GiveAccuracyAndAgreement()
    {
        var images = new ImageDataset("two", new byte[8], [1, 0], new ImageShape(1, 2, 2), ["a", "b"]);

        Predictions right = Of([0, 1, 1, 0], images), half = Of([0, 1, 0, 1], images);

        Assert.Equal((1, 0.5, 0.5), (right.Metrics[0].Value, half.Metrics[0].Value, half.AgreementWith(right)));
    }

    private static Predictions Of(float[] outputs, ImageDataset images)
    {
        var predictions = new Predictions(LearningTask.For(images.Target), images, OutputActivation.None);
        predictions.Add(outputs, images.Count);
        return predictions;
    }
}
