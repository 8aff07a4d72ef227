namespace PocketFlow.Tests.Conformance;

[Trait("Category", "Oracle")]
public sealed class NormalizationConformanceTests(OperatorConformance conformance) : IClassFixture<OperatorConformance>
{
    private static readonly OperatorCase[] s_cases =
    [
        new("LayerNormalization([n,5,8] *[8] *[8])", 17),
        new("LayerNormalization([2,5,8] *[8]) epsilon=0.01 stash_type=1", 17),
        new("LayerNormalization([2,3,4,5] *[3,4,5] *[3,4,5]) axis=1", 17),
        new("InstanceNormalization([n,3,4,5] *[3] *[3])", 7),
        new("InstanceNormalization([2,3,6] *[3] *[3]) epsilon=0.01", 7),
        new("GroupNormalization([2,6,4,5] *[3] *[3]) num_groups=3", 18),
        new("GroupNormalization([n,6,4,5] *[6] *[6]) num_groups=2", 21),
        new("LpNormalization([2,7]) axis=1", 7),
        new("LpNormalization([2,3,4,5]) axis=1 p=1", 7),
        new("LRN([2,7,3,3]) size=3", 7),
        new("LRN([n,7,3,3]) size=5 alpha=0.1 beta=0.5 bias=2.0", 13),
        new("MeanVarianceNormalization([2,3,4,5])", 9),
        new("MeanVarianceNormalization([2,3,4,5]) axes=[2,3]", 13),
    ];

    public static TheoryData<OperatorCase> Cases => [.. s_cases];

    [RuntimesTheory]
    [MemberData(nameof(Cases))]
    public void Node_RunsAlikeEverywhere(OperatorCase given) => conformance.Check(given);

    [RuntimesTheory]
    [InlineData("LayerNormalization([2,5] *[5] *[5])", 17)]
    [InlineData("InstanceNormalization([2,3,6] *[3] *[3])", 17)]
    [InlineData("GroupNormalization([2,4,3] *[4] *[4]) num_groups=2", 21)]
    [InlineData("LpNormalization([2,7]) axis=1", 17)]
    [InlineData("LRN([2,7,2,2]) size=3 alpha=0.5", 17)]
    [InlineData("MeanVarianceNormalization([2,3,2,2])", 17)]
    public void Gradient_IsThatOfFiniteDifferences(string nodes, int opset) =>
        conformance.CheckGradients(new(nodes, opset));

    [OnnxCheckerFact]
    public void WrittenFiles_PassTheChecker() => conformance.RunChecker(s_cases);
}
