using PocketFlow.Data;
using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Recipes;
using PocketFlow.Testing;

namespace PocketFlow.Tests.Learners;

public sealed class QuantizationSpaceTests
{
    private readonly QuantizationSpace _space = new(BitSamples.Network());

    [Fact]
    public void Weights_AreThoseOfLayers_AndKnowTheEdges()
    {
        Assert.Equal(["conv1", "conv2", "conv3", "conv4", "dense"], _space.Weights.Select(w => w.Layer));
        Assert.Equal([72, 576, 32, 648, 18], _space.Weights.Select(w => w.Elements));
        Assert.Equal([true, false, false, false, true], _space.Weights.Select(w => w.IsEdge));
    }

    [Fact]
    public void Activations_ShareGridsAndNames()
    {
        Assert.Equal(
            ["input", "conv1 relu1", "conv2", "add relu2 conv3 relu3 both max", "conv4", "pool pool.flat", "dense"],
            _space.Activations.Select(a => string.Join(' ', a.Names)));
        Assert.Equal(["input", "pool", "dense"], _space.Activations.Where(a => a.IsEdge).Select(a => a.Layer));
        Assert.Equal(12 * 12 * 12, _space.Activations[3].Elements);
    }

    [Fact]
    public void Activations_SoftmaxKeepsEightBits_AndLogitsAreAnEdge()
    {
        var space = new QuantizationSpace(TaskSamples.Network(TargetKind.Class, "Softmax"));

        Assert.Equal(
            ["input", "conv1", "conv2", "dense"], space.Activations.Select(a => a.Layer));
        Assert.Equal([true, false, true, true], space.Activations.Select(a => a.IsEdge));
    }

    [Fact]
    public void Pack_CountsBitsScalesAndBiases()
    {
        var bits = new Dictionary<string, int>
        {
            ["conv1"] = 8, ["conv2"] = 3, ["conv3"] = 5, ["conv4"] = 2, ["dense"] = 7,
        };

        PackedWeights packed = _space.Pack(new BitAllocation(bits, _space.Uniform(8, 8).Activations));

        // Every layer has a bias of its own or of its batch normalisation: scale and bias are 8 bytes a channel.
        Assert.Equal(72 + 216 + 20 + 162 + 16 + 8 * (8 + 8 + 4 + 6 + 3), packed.Bytes);
        Assert.Equal((72 * 8 + 576 * 3 + 32 * 5 + 648 * 2 + 18 * 7) / 1346.0, packed.AverageBits, 12);
    }

    [Fact]
    public void Allocate_NamesGoBeforeEdgesAndEdgesBeforeTheRest()
    {
        BitAllocation bits = _space.Allocate(new UniformQuantizationOptions
        {
            WeightBits = 4,
            ActivationBits = 5,
            EdgeBits = 6,
            LayerWeightBits = new Dictionary<string, int> { ["conv1"] = 2, ["conv3"] = 3 },
            LayerActivationBits = new Dictionary<string, int> { ["max"] = 7, ["pool"] = 2 },
        });

        Assert.Equal([2, 4, 3, 4, 6], _space.Weights.Select(w => bits.Weights[w.Layer]));
        Assert.Equal([6, 5, 5, 7, 5, 2, 6], _space.Activations.Select(a => bits.Activations[a.Layer]));
    }

    [Fact]
    public void Allocate_UnknownLayersAndOneGridTwice_AreAllListed()
    {
        var failure = Assert.Throws<RecipeException>(() => _space.Allocate(new UniformQuantizationOptions
        {
            LayerWeightBits = new Dictionary<string, int> { ["conv7"] = 2, ["relu1"] = 2 },
            LayerActivationBits = new Dictionary<string, int> { ["max"] = 7, ["both"] = 2 },
        }));

        Assert.Equal(
            ["layerWeightBits", "layerWeightBits", "layerActivationBits"], failure.Problems.Select(p => p.JsonPath));
        Assert.Contains("expected one of conv1, conv2, conv3, conv4, dense", failure.Message, StringComparison.Ordinal);
        Assert.Contains("both, max, which share one grid", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pack_IncompleteAllocation_NamesTheLayers()
    {
        var bits = _space.Uniform(4, 4);
        var without = bits.Weights.Where(w => w.Key != "conv3").ToDictionary();
        without["dense"] = 9;

        var failure = Assert.Throws<ArgumentException>(() => _space.Pack(bits with { Weights = without }));

        Assert.Contains("conv3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("dense", failure.Message, StringComparison.Ordinal);
    }
}
