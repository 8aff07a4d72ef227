using PocketFlow.Graphs.Operators;
using PocketFlow.Testing;

namespace PocketFlow.Graphs.Tests.Operators;

public sealed class OperatorInferTests
{
    public static TheoryData<string, string, string, string> Valid => OperatorCases.Valid;

    public static TheoryData<string, string, string> Faulty => OperatorCases.Faulty;

    [Theory]
    [MemberData(nameof(Valid))]
    public void Infer_ValidNode_GivesTheShape(string opType, string inputs, string attributes, string expected) =>
        Assert.Equal(expected, new OperatorCase(opType, inputs, attributes, null, i => i > 0).InferredShape);

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Infer_FaultyNode_NamesTheNode(string opType, string inputs, string attributes)
    {
        var faulty = new OperatorCase(opType, inputs, attributes, null, i => i > 0);

        var error = Assert.Throws<InvalidGraphException>(() => faulty.InferredShape);

        Assert.True(error.Message.Length > 20, error.Message);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void Infer_ValidNode_AgreesWithWhatIsComputed(
        string opType, string inputs, string attributes, string expected)
    {
        if (inputs.Contains('?', StringComparison.Ordinal) || inputs[0] != '[')
        {
            return;
        }

        var given = new OperatorCase(opType, inputs, attributes, 2, i => i > 0);
        string shape = given.InferredShape;

        float[] computed = ReferenceInterpreter.Run(given.Model, RandomGraphs.Input(given.Model, 1));

        Assert.Equal(expected.Replace("batch", "2", StringComparison.Ordinal), shape);
        Assert.Equal(given.Node.Output.KnownShape.ElementCount, computed.Length);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void Evaluate_ConstantInputs_AgreesWithTheInterpreter(
        string opType, string inputs, string attributes, string expected)
    {
        if (inputs.Contains('?', StringComparison.Ordinal))
        {
            return;
        }

        var constant = new OperatorCase(opType, inputs, attributes, 2, _ => true);
        _ = constant.InferredShape;
        if (constant.Node.Operator.Evaluate(constant.Node) is not { } results)
        {
            return;
        }

        // The interpreter wants one input, here one that nobody reads.
        constant.Model.Graph.AddInput("unread", ElementType.Float32, Shape.Scalar);
        float[] computed = ReferenceInterpreter.Run(constant.Model, [0]);

        Assert.Equal(expected.Replace("batch", "2", StringComparison.Ordinal), results[0].Shape.ToString());
        Assert.Equal(computed, results[0].ToFloats());
    }

    [Fact]
    public void Table_EveryOperator_HasACase()
    {
        var covered = ((IEnumerable<object[]>)OperatorCases.Valid).Select(c => (string)c[0]).ToHashSet();
        string[] missing = [.. OperatorTable.All.Select(o => o.OpType).Where(o => !covered.Contains(o))];

        // A Constant has no inputs and needs a tensor; FoldConstantsTests has it.
        Assert.Equal(["Constant"], missing);
    }

    [Fact]
    public void Get_UnknownOperator_NamesIt()
    {
        Node node = new Graph("g").Add("Einsum", []);

        var error = Assert.Throws<UnsupportedOperatorException>(() => node.Operator);

        Assert.Contains("Einsum", error.Message, StringComparison.Ordinal);
    }
}
