using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Recipes;

namespace PocketFlow.Tests.Recipes;

public class RecipeDocumentTests
{
    [Fact]
    public void Set_IndexAndName_ReachLearners()
    {
        RecipeDocument document = Chain();
        document.Set("learners[0].speedUp", "2");
        document.Set("learners.uniform-quantization.calibration", "percentile");
        document.Set("measurement.images", "5");

        Recipe recipe = document.ToRecipe();

        Assert.Equal(2, ((ChannelPruningOptions)recipe.Learners[0].Options).SpeedUp);
        Assert.Equal(
            CalibrationMethod.Percentile, ((UniformQuantizationOptions)recipe.Learners[1].Options).Calibration);
        Assert.Equal(5, recipe.Measurement.Images);
    }

    [Theory]
    [InlineData("learners[7].epochs")]
    [InlineData("learners.distillation.epochs")]
    [InlineData("seed..x")]
    public void Set_NoSuchPlace_IsARecipeException(string path) =>
        Assert.Throws<RecipeException>(() => Chain().Set(path, "1"));

    [Fact]
    public void SetForLearners_SharedOption_ReachesEveryLearnerThatHasIt()
    {
        RecipeDocument document = Chain();
        document.SetForLearners("epochs", "4", "--epochs");
        document.SetForLearners("roundTo", "16", "--round-to");

        Recipe recipe = document.ToRecipe();

        Assert.Equal((4, 16), recipe.Learners[0].Options is ChannelPruningOptions o ? (o.Epochs, o.RoundTo) : default);
        Assert.Equal(4, ((UniformQuantizationOptions)recipe.Learners[1].Options).Epochs);
    }

    [Fact]
    public void SetForLearners_OptionThatNoneHas_NamesTheArgument()
    {
        var document = new RecipeDocument();
        document.AddLearner("uniform-quantization");

        var failure = Assert.Throws<RecipeException>(() => document.SetForLearners("speedUp", "2", "--speed-up"));

        Assert.StartsWith("--speed-up: no learner of this run", failure.Message, StringComparison.Ordinal);
    }

    private static RecipeDocument Chain()
    {
        var document = new RecipeDocument();
        document.AddLearner("channel-pruning");
        document.AddLearner("uniform-quantization");
        return document;
    }
}
