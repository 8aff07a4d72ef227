using PocketFlow.Graphs.Networks;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Graphs.Tests;

public sealed class ReferenceNetworksTests
{
    private static readonly NetworkOptions s_imageNet = new(Height: 224, Width: 224, Classes: 1000);

    public static TheoryData<string> Names => [.. ReferenceNetworks.Names];

    [Theory]
    [InlineData("resnet18", 11_689_512, 1.82e9)]
    [InlineData("resnet34", 21_797_672, 3.67e9)]
    [InlineData("resnet50", 25_557_032, 4.09e9)]
    [InlineData("mobilenet-v1", 4_231_976, 0.569e9)]
    [InlineData("mobilenet-v2", 3_504_872, 0.3005e9)]
    public void Build_ImageNet_CountsWhatIsPublished(string name, long trainable, double macs)
    {
        Model model = ReferenceNetworks.Build(name, s_imageNet);

        Assert.Equal(trainable, TrainableCount(model));
        Assert.InRange(ModelCost.Of(model).Macs, 0.99 * macs, 1.01 * macs);
        Assert.Equal("[batch, 1000]", model.Graph.Outputs.Single().KnownShape.ToString());
    }

    // Counted independently of the builder: from the layer tables with the rounding rule that torchvision uses.
    [Theory]
    [InlineData("mobilenet-v1", 0.25, 470_072)]
    [InlineData("mobilenet-v1", 0.5, 1_331_592)]
    [InlineData("mobilenet-v2", 0.35, 1_677_128)]
    [InlineData("mobilenet-v2", 0.5, 1_968_680)]
    [InlineData("mobilenet-v2", 1.4, 6_108_776)]
    public void Build_WidthMultiplier_NarrowsEveryLayer(string name, double width, long trainable)
    {
        Model model = ReferenceNetworks.Build(name, s_imageNet with { WidthMultiplier = width });

        Assert.Equal(trainable, TrainableCount(model));
    }

    [Theory]
    [InlineData(1, 32, 32)]
    [InlineData(0.1, 32, 8)]
    [InlineData(0.35, 32, 16)]
    [InlineData(0.75, 24, 24)]
    [InlineData(0.5, 24, 16)]
    public void WidthOf_Multiplier_RoundsToMultipleOfEightNeverBelowNinety(double multiplier, int channels, int expected)
    {
        var options = new NetworkOptions(WidthMultiplier: multiplier);

        Assert.Equal(expected, options.WidthOf(channels));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Build_MultiplierIsNoWidth_Throws(double multiplier)
    {
        var options = new NetworkOptions(WidthMultiplier: multiplier);

        var error = Assert.Throws<ArgumentException>(() => ReferenceNetworks.Build("mobilenet-v2", options));

        Assert.Contains("positive", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Build_SmallImage_IsValidSimplifiesAndFolds(string name)
    {
        Model model = ReferenceNetworks.Build(name, new NetworkOptions(Classes: 7));

        GraphVerifier.Verify(model.Graph);
        Assert.Equal("[batch, 7]", model.Graph.Outputs.Single().KnownShape.ToString());
        Assert.Equal("logits", model.Graph.Outputs.Single().Name);
        long macs = ModelCost.Of(model).Macs;
        GraphVerifier.Verify(model.Simplify().Graph);
        Model folded = model.Folded();
        GraphVerifier.Verify(folded.Graph);
        Assert.DoesNotContain(folded.Graph.Nodes, n => n.OpType == "BatchNormalization");
        Assert.Equal(macs, ModelCost.Of(folded).Macs);
    }

    [Theory]
    [InlineData("resnet18", 4)]
    [InlineData("resnet50", 4)]
    [InlineData("mobilenet-v1", 4)]
    [InlineData("mobilenet-v2", 4)]
    public void Build_SmallImage_KeepsResolutionLonger(string name, long size)
    {
        Model model = ReferenceNetworks.Build(name, new NetworkOptions());

        Node pool = model.Graph.Nodes.Single(n => n.OpType == "GlobalAveragePool");
        Assert.Equal(size, pool.Input(0).KnownShape[2].Size);
        Assert.Equal(size, pool.Input(0).KnownShape[3].Size);
        Assert.Equal(32, model.Graph.Nodes[0].Output.KnownShape[2].Size);
        Assert.DoesNotContain(model.Graph.Nodes, n => n.OpType == "MaxPool");
    }

    [Theory]
    [InlineData(1, 28, 1024)]
    [InlineData(3, 32, 1600)]
    public void Build_LeNet_FitsDenseLayerToImage(int channels, int size, long inputs)
    {
        Model model = ReferenceNetworks.Build("lenet", new NetworkOptions(channels, size, size));

        Assert.Equal([256, inputs], model.Graph.Find("fc1.weight")!.KnownShape.ToArray());
        Assert.Equal("[batch, 10]", model.Graph.Outputs.Single().KnownShape.ToString());
    }

    [Fact]
    public void Build_LeNetForTinyImage_SaysWhatItNeeds()
    {
        var error = Assert.Throws<ArgumentException>(
            () => ReferenceNetworks.Build("lenet", new NetworkOptions(Height: 15)));

        Assert.Contains("15x32", error.Message, StringComparison.Ordinal);
        Assert.Contains("16x16", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resnet18", "conv1.weight bn1.running_var layer2.0.downsample.0.weight layer4.1.bn2.bias fc.weight")]
    [InlineData("mobilenet-v2", "features.0.0.weight features.1.conv.0.0.weight features.1.conv.1.weight "
        + "features.2.conv.1.1.running_mean features.17.conv.3.bias features.18.1.weight classifier.1.bias")]
    public void Build_Parameters_AreNamedAsTorchvisionNamesThem(string name, string parameters)
    {
        Model model = ReferenceNetworks.Build(name, new NetworkOptions());

        Assert.All(parameters.Split(' '), p => Assert.True(model.Graph.Find(p)?.IsInitializer, p));
    }

    [Fact]
    public void Build_ResNet50_StridesInTheMiddleOfBottlenecks()
    {
        Model model = ReferenceNetworks.Build("resnet50", new NetworkOptions());

        Assert.Equal([1, 1], StridesOf(model, "layer2.0.conv1"));
        Assert.Equal([2, 2], StridesOf(model, "layer2.0.conv2"));
        Assert.Equal([2, 2], StridesOf(model, "layer2.0.downsample.0"));
        Assert.Equal([1, 1], StridesOf(model, "layer1.0.downsample.0"));
    }

    [Fact]
    public void Build_MobileNetV2_HasLinearBottlenecksAndTenResiduals()
    {
        Model model = ReferenceNetworks.Build("mobilenet-v2", new NetworkOptions());

        Node[] additions = [.. model.Graph.Nodes.Where(n => n.OpType == "Add")];
        Assert.Equal(10, additions.Length);
        Assert.All(additions, a => Assert.Equal("BatchNormalization", a.Input(1).Producer!.OpType));
        Assert.Equal(17, model.Graph.Nodes.Count(n => n.OpType == "Conv" && ConvOperator.IsDepthwise(n)));
        Assert.All(
            model.Graph.Nodes.Where(n => n.OpType == "Clip"), n => Assert.Equal((0f, 6f), ActivationOperator.BoundsOf(n)));
    }

    [Theory]
    [InlineData("lenet")]
    [InlineData("resnet20")]
    [InlineData("resnet18")]
    [InlineData("mobilenet-v1")]
    [InlineData("mobilenet-v2")]
    public void Build_Seed_DecidesTheWeights(string name)
    {
        Value[] first = WeightsOf(name, 1);
        Value[] again = WeightsOf(name, 1);
        Value[] other = WeightsOf(name, 2);

        for (int i = 0; i < first.Length; i++)
        {
            Assert.True(AreEqual(first[i], again[i]), first[i].Name);
            Assert.False(AreEqual(first[i], other[i]), first[i].Name);
        }
    }

    [Fact]
    public void Build_UnknownName_ListsTheKnown()
    {
        var error = Assert.Throws<ArgumentException>(() => ReferenceNetworks.Build("vgg16", new NetworkOptions()));

        Assert.Contains("'vgg16'", error.Message, StringComparison.Ordinal);
        Assert.All(ReferenceNetworks.Names, n => Assert.Contains(n, error.Message, StringComparison.Ordinal));
    }

    private static long TrainableCount(Model model) => model.Graph.Nodes.Sum(
        node => Enumerable.Range(0, node.Inputs.Count)
            .Where(i => node.Operator.RoleOf(i) is not (ParameterRole.None or ParameterRole.Statistic))
            .Sum(i => node.ConstantOrNull(i)?.Count ?? 0));

    private static long[] StridesOf(Model model, string node) =>
        model.Graph.Nodes.Single(n => n.Name == node).Attributes.Ints("strides")!;

    private static Value[] WeightsOf(string name, int seed) =>
    [
        .. ReferenceNetworks.Build(name, new NetworkOptions(Seed: seed)).Graph.Nodes
            .Where(n => n.OpType is "Conv" or "Gemm").Select(n => n.Input(1)),
    ];

    private static bool AreEqual(Value left, Value right) =>
        left.Name == right.Name && left.Data!.Bytes.Span.SequenceEqual(right.Data!.Bytes.Span);
}
