namespace PocketFlow.Graphs.Tests;

public sealed class GraphVerifierTests
{
    private readonly Graph _graph = new("g");
    private readonly Value _x;
    private readonly Node _first;
    private readonly Node _second;

    public GraphVerifierTests()
    {
        _x = _graph.AddInput("x", ElementType.Float32, new Shape(2, 3));
        _first = _graph.Add("Relu", [_x], null, "a");
        _second = _graph.Add("Add", [_first.Output, _x], null, "b");
        _graph.AddOutput(_second.Output);
    }

    [Fact]
    public void Verify_ValidGraph_Passes() => GraphVerifier.Verify(_graph);

    [Fact]
    public void Verify_NodeBeforeItsProducer_BreaksTopologicalOrder()
    {
        Node third = _graph.Add("Relu", [_second.Output], null, "c");
        _second.SetInput(1, third.Output);

        AssertBreaks("topological-order", "b");
    }

    [Fact]
    public void Verify_ValueOfAnotherGraph_BreaksMember()
    {
        _second.SetInput(1, new Graph("other").AddInput("x", ElementType.Float32, new Shape(2, 3)));

        AssertBreaks("member", "b");
    }

    [Fact]
    public void Verify_ValueThatNothingComputes_BreaksMember()
    {
        Value constant = _graph.AddInitializer("constant", TensorData.Scalar(1f));
        constant.Data = null;

        AssertBreaks("member", null);
    }

    [Fact]
    public void Verify_OutputWithAnotherProducer_BreaksProducer()
    {
        _first.Output.Producer = _second;

        AssertBreaks("producer", "a");
    }

    [Fact]
    public void Verify_OutputTwice_BreaksSingleAssignment()
    {
        _first.AddOutput(_first.Output);

        AssertBreaks("single-assignment", "a");
    }

    [Fact]
    public void Verify_NameChangedBehindTheGraph_BreaksUniqueName()
    {
        _second.Output.Name = "elsewhere";

        AssertBreaks("unique-name", null);
    }

    [Fact]
    public void Verify_ReaderThatIsNotCounted_BreaksUses()
    {
        _first.Output.MutableUses.Clear();

        AssertBreaks("uses", "b");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Verify_CountedReaderThatDoesNotRead_BreaksUses(int index)
    {
        _x.MutableUses.Add(new Use(_second, index));

        AssertBreaks("uses", "b");
    }

    [Fact]
    public void Verify_NoOutputs_BreaksOutputs()
    {
        Graph graph = new("empty");

        Assert.Equal("outputs", Assert.Throws<InvalidGraphException>(() => GraphVerifier.Verify(graph)).Rule);
    }

    [Fact]
    public void Verify_ForeignOutput_BreaksOutputs()
    {
        _graph.AddOutput(new Graph("other").AddInput("z", ElementType.Float32, new Shape(1)));

        AssertBreaks("outputs", null);
    }

    private void AssertBreaks(string rule, string? node)
    {
        var error = Assert.Throws<InvalidGraphException>(() => GraphVerifier.Verify(_graph));
        Assert.Equal(rule, error.Rule);
        Assert.Equal(node, error.Node);
    }
}
