using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Recipes;

namespace PocketFlow.Tests.Recipes;

public class RecipeTests
{
    [Fact]
    public void Parse_WrittenRecipe_GivesTheSameRecipe()
    {
        var recipe = new Recipe
        {
            Data = "fashion-mnist",
            Normalization = "0.286/0.353",
            Seed = 7,
            Learners =
            [
                new(new ChannelPruningOptions { SpeedUp = 2.5, RoundTo = 4 }),
                new(new UniformQuantizationOptions { Calibration = CalibrationMethod.MinMax, Epochs = 3 }),
            ],
            Measurement = new() { Images = 100, Latency = false },
        };

        Recipe read = Recipe.Parse(recipe.ToJson());

        Assert.Equal(recipe.ToJson(), read.ToJson());
        Assert.Equal(2.5, Assert.IsType<ChannelPruningOptions>(read.Learners[0].Options).SpeedUp);
        Assert.Equal(
            CalibrationMethod.MinMax, Assert.IsType<UniformQuantizationOptions>(read.Learners[1].Options).Calibration);
        Assert.Contains("\"calibration\": \"min-max\"", recipe.ToJson(), StringComparison.Ordinal);
        Assert.Empty(read.Validate());
    }

    [Fact]
    public void Parse_CommentsCommasAndLateDiscriminator_AreAllowed()
    {
        Recipe recipe = Recipe.Parse("""
            {
              // The learner's name may stand anywhere in its object.
              "learners": [{ "pruningRatio": 0.5, "learner": "channel-pruning", },],
            }
            """);

        Assert.Equal(0.5, Assert.IsType<ChannelPruningOptions>(Assert.Single(recipe.Learners).Options).PruningRatio);
    }

    [Fact]
    public void Parse_AbsentValues_KeepTheirDefaults()
    {
        Recipe recipe = Recipe.Parse("""{ "learners": [{ "learner": "uniform-quantization", "epochs": 2 }] }""");

        Assert.Equal(new UniformQuantizationOptions { Epochs = 2 }, recipe.Learners[0].Options);
        Assert.Equal(("cpu", new(), new()), (recipe.Device, recipe.Export, recipe.Measurement));
    }

    [Fact]
    public void Parse_SeveralMistakes_ListsEachWithItsPath()
    {
        var failure = Assert.Throws<RecipeException>(() => Recipe.Parse("""
            {
              "sead": 1,
              "threads": "two",
              "device": null,
              "learners": [
                { "learner": "channel-prunning" },
                { "learner": "uniform-quantization", "epoch": 2, "calibration": "best" },
                { "epochs": 2 }
              ],
              "measurement": { "pictures": 3 }
            }
            """));

        Assert.Equal(
            [
                "sead", "threads", "device", "learners[0].learner", "learners[1].epoch", "learners[1].calibration",
                "learners[2]", "measurement.pictures",
            ],
            failure.Problems.Select(p => p.JsonPath));
        Assert.Contains("Did you mean \"seed\"?", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"channel-pruning\"?", failure.Message, StringComparison.Ordinal);
        Assert.Contains("min-max, percentile, mse", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"seed\": }")]
    public void Parse_NoObject_IsARecipeException(string json) =>
        Assert.Throws<RecipeException>(() => Recipe.Parse(json));

    [Fact]
    public void Load_MissingFile_NamesTheFile()
    {
        var failure = Assert.Throws<RecipeException>(() => Recipe.Load("/nowhere/recipe.json"));

        Assert.StartsWith("/nowhere/recipe.json: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_ImpossibleValues_AreAllListed()
    {
        var recipe = new Recipe
        {
            Validation = "some",
            Normalization = "1",
            Device = "abacus",
            Threads = -1,
            Learners =
            [
                new(new ChannelPruningOptions { SpeedUp = 0.5 }), new(new UniformQuantizationOptions { WeightBits = 9 }),
            ],
            Export = new() { OnnxOpset = 3 },
            Measurement = new() { Runs = 0 },
        };

        Assert.Equal(
            ["validation", "normalization", "device", "threads", "learners[0]", "learners[1]", "export", "measurement"],
            recipe.Validate().Select(p => p.JsonPath));
    }
}
