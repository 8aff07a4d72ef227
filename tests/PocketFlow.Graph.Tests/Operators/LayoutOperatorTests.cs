namespace PocketFlow.Graphs.Tests.Operators;

public sealed class LayoutOperatorTests
{
    [Theory]
    [InlineData("{-1,9}", "[?, 9]")]
    [InlineData("{7,36}", "[7, 36]")]
    [InlineData("{0,2,-1}", "[batch, 2, 18]")]
    [InlineData("{-1}", "[?]")]
    public void Reshape_OpenBatch_TakesWhatFitsEverySample(string target, string expected)
    {
        var reshape = new OperatorCase("Reshape", $"[batch,4,9] {target}", "", null, i => i > 0);

        Assert.Equal(expected, reshape.InferredShape);
    }

    [Theory]
    [InlineData(7, new long[] { 3, 3, 1 })]
    [InlineData(6, new long[] { 2, 2, 2 })]
    [InlineData(2, new long[] { 1, 1, 0 })]
    public void Split_WithoutSizes_MakesTheLastPartTheSmallest(long whole, long[] expected)
    {
        Node split = Split(whole, null, 3);

        split.Operator.Infer(split);

        Assert.Equal(expected, split.Outputs.Select(o => o.KnownShape[1].Size));
    }

    [Fact]
    public void Split_SizesThatDontAddUp_AreRefused()
    {
        Node split = Split(7, [3, 3], 2);

        var error = Assert.Throws<InvalidGraphException>(() => split.Operator.Infer(split));

        Assert.Contains("[3, 3]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_Constant_IsFoldedIntoItsParts()
    {
        var graph = new Graph("g");
        Value data = graph.AddInitializer("data", TensorData.From<int>([1, 2, 3, 4, 5, 6], 2, 3));
        Value sizes = graph.AddInitializer("sizes", TensorData.Vector(1, 2));
        Node split = graph.Add("Split", [data, sizes], ["a", "b"], new AttributeMap { { "axis", 1L } });
        split.Operator.Infer(split);

        TensorData[] parts = split.Operator.Evaluate(split)!;

        Assert.Equal([1, 4], parts[0].As<int>().ToArray());
        Assert.Equal([2, 3, 5, 6], parts[1].As<int>().ToArray());
    }

    [Theory]
    [InlineData(ElementType.BFloat16)]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Float32)]
    public void Cast_BetweenReals_KeepsWhatBothHold(ElementType type)
    {
        TensorData reals = TensorData.From<float>([1.5f, -2, 0.25f, float.PositiveInfinity], 4);

        TensorData there = TensorConversion.To(reals, type);

        Assert.Equal(type, there.Type);
        Assert.Equal(reals.ToFloats(), there.ToFloats());
        Assert.Equal([1, -2, 0], TensorConversion.To(there, ElementType.Int8).As<sbyte>()[..3].ToArray());
        Assert.Equal([true, true, true, true], TensorConversion.To(there, ElementType.Boolean).As<bool>().ToArray());
    }

    [Theory]
    [InlineData(1.00390625f, 1f)]
    [InlineData(1.01171875f, 1.015625f)]
    [InlineData(float.NaN, float.NaN)]
    public void Cast_ToBFloat16_RoundsToEven(float real, float expected)
    {
        TensorData narrow = TensorConversion.To(TensorData.Scalar(real), ElementType.BFloat16);

        Assert.Equal(expected, narrow.ToFloats()[0]);
    }

    [Fact]
    public void Cast_OfIntegers_Wraps()
    {
        TensorData wide = TensorData.Vector(-1, 256, 300);

        Assert.Equal([255, 0, 44], TensorConversion.To(wide, ElementType.UInt8).ToInt64s());
        Assert.Equal([-1, 256, 300], TensorConversion.To(wide, ElementType.Float16).ToFloats());
    }

    private static Node Split(long whole, long[]? sizes, int parts)
    {
        var graph = new Graph("g");
        Value input = graph.AddInput("x", ElementType.Float32, new Shape(Dim.Symbolic("batch"), whole));
        Value? given = sizes is null ? null : graph.AddInitializer("sizes", TensorData.Vector(sizes));
        return graph.Add(
            "Split", [input, given], [.. Enumerable.Range(0, parts).Select(i => $"y{i}")],
            new AttributeMap { { "axis", 1L } });
    }
}
