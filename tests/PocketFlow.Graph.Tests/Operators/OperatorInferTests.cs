using PocketFlow.Graphs.Operators;
using PocketFlow.Testing;

namespace PocketFlow.Graphs.Tests.Operators;

public sealed class OperatorInferTests
{
    public static TheoryData<string, string, string, string> Valid
    {
        get
        {
            TheoryData<string, string, string, string> cases = OperatorCases.Valid;
            foreach ((string opType, string inputs, string attributes, string expected) in ElementwiseCases.Valid)
            {
                cases.Add(opType, inputs, attributes, expected);
            }

            return cases;
        }
    }

    public static TheoryData<string, string, string> Faulty
    {
        get
        {
            TheoryData<string, string, string> cases = OperatorCases.Faulty;
            foreach ((string opType, string inputs, string attributes) in ElementwiseCases.Faulty)
            {
                cases.Add(opType, inputs, attributes);
            }

            return cases;
        }
    }

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
        Assert.All(
            computed.Zip(results[0].ToFloats()),
            p => Assert.Equal(p.First, p.Second, 1e-5f * MathF.Max(1, MathF.Abs(p.First))));
    }

    [Fact]
    public void Table_EveryOperator_HasACase()
    {
        var covered = ((IEnumerable<object[]>)Valid).Select(c => (string)c[0]).ToHashSet();
        string[] missing = [.. OperatorTable.All.Select(o => o.OpType).Where(o => !covered.Contains(o))];

        // A Constant has no inputs and needs a tensor; FoldConstantsTests has it.
        Assert.Equal(["Constant"], missing);
    }

    [Fact]
    public void Get_UnknownOperator_NamesIt()
    {
        Node node = new Graph("g").Add("Multinomial", []);

        var error = Assert.Throws<UnsupportedOperatorException>(() => node.Operator);

        Assert.Contains("Multinomial", error.Message, StringComparison.Ordinal);
    }
}
