namespace PocketFlow.Tests.Conformance;

[Trait("Category", "Oracle")]
public sealed class ReduceConformanceTests(OperatorConformance conformance) : IClassFixture<OperatorConformance>
{
    private static readonly string[] s_reductions =
    [
        "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare",
        "ReduceLogSum", "ReduceLogSumExp",
    ];

    private static readonly OperatorCase[] s_cases =
    [
        .. s_reductions.SelectMany(OfEveryForm),
        new("ReduceSum([2,3,4] {}) noop_with_empty_axes=1", 13),
        new("ReduceMax([2,3] {}) noop_with_empty_axes=1", 18),
        new("ReduceMean([2,3] {}) noop_with_empty_axes=0", 18),
        new("ReduceMean([n,3,4,5] {2,3}) keepdims=0", 18),
        new("ReduceSum(i[2,3,4] {1})", 13),
        new("ArgMax([2,3,4]) axis=1", 7),
        new("ArgMax([n,3,4,5]) axis=1 keepdims=0", 13),
        new("ArgMax([2,3,4,5]) axis=1", 13),
        new("ArgMin([2,7]) axis=-1 keepdims=0", 13),
        new("Round([2,9]); ArgMax($1) axis=1 select_last_index=1", 13) { IsInTfLite = false },
        new("Round([2,9]); ArgMin($1) axis=1", 13),
        new("CumSum([2,7] #1)", 11),
        new("CumSum([2,3,4,5] #1) exclusive=1", 14),
        new("CumSum([2,7] #-1) reverse=1 exclusive=1", 14),
    ];

    public static TheoryData<OperatorCase> Cases => [.. s_cases];

    [RuntimesTheory]
    [MemberData(nameof(Cases))]
    public void Node_RunsAlikeEverywhere(OperatorCase given) => conformance.Check(given);

    [RuntimesTheory]
    [InlineData("ReduceMax([n,3,4,5]) axes=[2,3]", 1)]
    [InlineData("ReduceMin([n,3,4,5]) axes=[1]", 1)]
    [InlineData("ReduceMean([n,3,4,5]) axes=[2,3]", 1)]
    [InlineData("ReduceMean([n,7,3]) axes=[1]", 1)]
    [InlineData("ReduceSum([n,3,4,5] {2,3})", 2)]
    [InlineData("ReduceSum([n,7,3] {1})", 2)]
    [InlineData("ReduceMax([n,3,4,5]) axes=[2]; ReduceMean($1) axes=[1]", 2)]
    [InlineData("ReduceMax([n,3,4,5]) axes=[2]; ReduceSum($1 {1})", 2)]
    public void Int8_IsCloseToFloat(string nodes, int steps) => conformance.CheckInt8(new(nodes), steps);

    [RuntimesTheory]
    [InlineData("ReduceSum([2,3,4] {1})")]
    [InlineData("ReduceMax([2,3,4]) axes=[1]")]
    [InlineData("ReduceProd([2,3,4]) axes=[0,2]")]
    [InlineData("ReduceL1([2,3,4]) axes=[1]")]
    [InlineData("ReduceL2([2,3,4]) axes=[1]")]
    [InlineData("ReduceLogSum(+[2,3,4]) axes=[1]")]
    [InlineData("ReduceLogSumExp([2,3,4]) axes=[1]")]
    [InlineData("CumSum([2,7] #1) reverse=1")]
    public void Gradient_IsThatOfFiniteDifferences(string nodes) => conformance.CheckGradients(new(nodes));

    [OnnxCheckerFact]
    public void WrittenFiles_PassTheChecker() => conformance.RunChecker(s_cases);

    private static IEnumerable<OperatorCase> OfEveryForm(string opType)
    {
        string x = opType == "ReduceLogSum" ? "+[2,3,4,5]" : "[2,3,4,5]";
        yield return new($"{opType}({x})", 11);
        yield return new($"{opType}({x}) axes=[1,-1]", 11);
        yield return new($"{opType}({x}) axes=[2] keepdims=0", 11);
        yield return new($"{opType}({x} {{1,-1}})", 18);
        yield return new($"{opType}({x} {{0}}) keepdims=0", 18);
    }
}
