namespace PocketFlow.Tests.Conformance;

[Trait("Category", "Oracle")]
public sealed class ActivationConformanceTests(OperatorConformance conformance) : IClassFixture<OperatorConformance>
{
    private static readonly OperatorCase[] s_cases =
    [
        new("Relu([n,3,4,5])", 7),
        new("Clip([2,3] #-0.5 #0.5)", 11),
        new("Clip([2,3]) min=-0.5 max=0.5", 7),
        new("Clip([2,3] _ #0.5)", 13),
        new("Clip([n,8] #0.0 #6.0)", 13),
        new("LeakyRelu([2,3]) alpha=0.2", 7),
        new("PRelu([n,4,3,3] *[4,1,1])", 7),
        new("PRelu([n,4,3,3] *[1])", 9),
        new("PRelu([2,4,5] *[4,5])", 16),
        new("PRelu([2,5] [2,5])", 16),
        new("Elu([n,3,4])", 7),
        new("Elu([2,7]) alpha=0.7", 7),
        new("Selu([2,7])", 7),
        new("Selu([2,7]) alpha=1.5 gamma=1.1", 7),
        new("Celu([2,7])", 12),
        new("Celu([2,7]) alpha=0.4", 12),
        new("Gelu([2,9])", 20),
        new("Gelu([n,3,4,5]) approximate:tanh", 20),
        new("Div([2,9] #1.41421356); Erf($1); Add($2 #1.0); Mul(@0 $3); Mul($4 #0.5)", 13),
        new("Mul([2,9] #0.70710678); Erf($1); Add($2 #1.0); Mul(@0 #0.5); Mul($4 $3)", 13),
        new("Erf([3,9])", 9),
        new("Mish([2,9])", 18),
        new("Softplus([2,9])", 7),
        new("Softsign([2,9])", 7),
        new("ThresholdedRelu([2,9]) alpha=0.3", 10),
        new("Sigmoid([n,3])", 7),
        new("Sigmoid([n,3,4,5]); Mul(@0 $1)", 13),
        new("Tanh([2,3,4])", 7),
        new("HardSigmoid([2,7])", 7),
        new("HardSigmoid([2,7]) alpha=0.3 beta=0.4", 7),
        new("HardSwish([n,3])", 14),
        new("Softmax([n,7]) axis=1", 13),
        new("Softmax([2,3,4,5]) axis=1", 13),
        new("Softmax([2,3,4])", 13),
        new("Softmax([n,3,4]) axis=1", 11),
        new("Softmax([2,3,4,5]) axis=2", 7),
        new("Softmax([2,3]) axis=0", 9),
        new("LogSoftmax([n,7])", 13),
        new("LogSoftmax([2,3,4,5]) axis=1", 13),
        new("LogSoftmax([2,3,4]) axis=1", 7),
        new("Hardmax([2,7])", 13),
        new("Hardmax([2,3,4,5]) axis=1", 13),
        new("Hardmax([2,3,4]) axis=1", 11),
    ];

    public static TheoryData<OperatorCase> Cases => [.. s_cases];

    [RuntimesTheory]
    [MemberData(nameof(Cases))]
    public void Node_RunsAlikeEverywhere(OperatorCase given) => conformance.Check(given);

    [RuntimesTheory]
    [InlineData("Relu([n,3,4,5])", 1)]
    [InlineData("PRelu([n,4,3,3] *[4,1,1])", 3)]
    [InlineData("Elu([n,30])", 2)]
    [InlineData("Gelu([n,30])", 2)]
    [InlineData("HardSwish([n,30])", 2)]
    [InlineData("Sigmoid([n,30])", 2)]
    [InlineData("LogSoftmax([n,30])", 3)]
    public void Int8_IsCloseToFloat(string nodes, int steps) => conformance.CheckInt8(new(nodes, 20), steps);

    [RuntimesTheory]
    [InlineData("PRelu([2,3,4] [3,1])")]
    [InlineData("Elu([2,7]) alpha=0.7")]
    [InlineData("Selu([2,7])")]
    [InlineData("Celu([2,7]) alpha=0.4")]
    [InlineData("Gelu([2,7])")]
    [InlineData("Gelu([2,7]) approximate:tanh")]
    [InlineData("Mish([2,7])")]
    [InlineData("Softplus([2,7])")]
    [InlineData("Softsign([2,7])")]
    [InlineData("ThresholdedRelu([2,7]) alpha=0.1")]
    [InlineData("Erf([2,7])")]
    [InlineData("Softmax([2,7])")]
    [InlineData("LogSoftmax([2,7])")]
    public void Gradient_IsThatOfFiniteDifferences(string nodes) => conformance.CheckGradients(new(nodes, 20));

    [OnnxCheckerFact]
    public void WrittenFiles_PassTheChecker() => conformance.RunChecker(s_cases);
}
