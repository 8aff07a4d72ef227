namespace PocketFlow.Tests.Conformance;

[Trait("Category", "Oracle")]
public sealed class ActivationConformanceTests(OperatorConformance conformance) : IClassFixture<OperatorConformance>
{
    public static TheoryData<OperatorCase> Cases =>
    [
        new("Relu([n,3,4,5])"),
        new("Clip([2,3] #-0.5 #0.5)", 11),
        new("Clip([2,3]) min=-0.5 max=0.5", 7),
        new("LeakyRelu([2,3]) alpha=0.2", 7),
        new("Sigmoid([n,3])"),
        new("Tanh([2,3,4])"),
        new("HardSigmoid([2,7]) alpha=0.3 beta=0.4"),
        new("HardSwish([n,3])", 14) { SinceOpset = 14 },
        new("Softmax([n,7]) axis=1", 13),
        new("Add([2,3] [3]); Mul($1 @0)"),
    ];

    [RuntimesTheory]
    [MemberData(nameof(Cases))]
    public void Node_RunsAlikeEverywhere(OperatorCase given) => conformance.Check(given);

    [RuntimesTheory]
    [InlineData("Relu([n,3,4,5])", 1)]
    public void Int8_IsCloseToFloat(string nodes, int steps) => conformance.CheckInt8(new(nodes), steps);

    [RuntimesTheory]
    [InlineData("Mul([2,3] [3])")]
    [InlineData("Softmax([2,7])")]
    public void Gradient_IsThatOfFiniteDifferences(string nodes) => conformance.CheckGradients(new(nodes));
}
