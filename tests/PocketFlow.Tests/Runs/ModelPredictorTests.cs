using PocketFlow.Data;
using PocketFlow.Runs;

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

        var right = new Predictions([0, 1, 1, 0], images);
        var half = new Predictions([0, 1, 0, 1], images);

        Assert.Equal((1, 0.5, 0.5), (right.Accuracy, half.Accuracy, half.AgreementWith(right)));
    }
}
