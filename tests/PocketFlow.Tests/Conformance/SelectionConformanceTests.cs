namespace PocketFlow.Tests.Conformance;

/// <summary>Operators that pick or place elements by index.</summary>
[Trait("Category", "Oracle")]
public sealed class SelectionConformanceTests(OperatorConformance conformance) : IClassFixture<OperatorConformance>
{
    public static TheoryData<OperatorCase> Cases =>
    [
        new("Gather([n,8,3,3] {3,-1,0}) axis=1"),
        new("Gather([n,3,4] #-1) axis=2"),
        new("Gather([5,3] i[2,2])"),
        new("Gather(*[6,3] i[n,2])"),
        new("Gather([2,9] i[3]) axis=1", 11),
        new("Gather(i[5,3] {4,0}) axis=0"),
        new("GatherElements([5,3] i[2,3]) axis=0") { IsInTfLite = false },
        new("Reshape({1,0,-2,2} {2,2}); GatherND([3,3,2] $1)"),
        new("Reshape({1,-1} {2,1}); GatherND([2,3,2] $1) batch_dims=1") { IsInTfLite = false },
        new("Reshape({1,0,-2,2} {2,2}); ScatterND([3,3,2] $1 [2,2])") { IsInTfLite = false },
        new("Reshape({1,0,1,0} {2,2}); ScatterND([3,3] $1 [2]) reduction:add", 16)
            { SinceOpset = 16, IsInTfLite = false },
        new("Reshape({1,0,1,0} {2,2}); ScatterND([3,3] $1 [2]) reduction:mul", 16)
            { SinceOpset = 16, IsInTfLite = false },
        new("Reshape({1,-1} {2,1}); ScatterND([3,4] $1 [2,4]) reduction:max", 18)
            { SinceOpset = 18, IsInTfLite = false },
        new("Reshape({1,0,-1,2,3,0} {2,3}); ScatterElements([5,3] $1 [2,3]) axis=0") { IsInTfLite = false },
        new("Reshape({1,1,1,2,3,0} {2,3}); ScatterElements([2,4] $1 [2,3]) axis=1 reduction:add", 16)
            { SinceOpset = 16, IsInTfLite = false },
        new("Reshape({1,1,1,2,3,0} {2,3}); ScatterElements([2,4] $1 [2,3]) axis=1 reduction:min", 18)
            { SinceOpset = 18, IsInTfLite = false },
        new("OneHot(i[2,3] #5 {0.0,1.0})"),
        new("OneHot(i[n,3] #3 {-1.0,0.5}) axis=1"),
        new("OneHot(i[4] #9 {2,7}) axis=0", 11),
        new("TopK/2([n,7] {3})"),
        new("TopK/2([2,5,4] {2}) axis=1 largest=0"),
        new("TopK/2([2,7]) k=3", 9),
        new("TopK/2([n,6,3,2] {2}) axis=1"),
        new("NonZero({0,3,-1}); Gather([5,2] $1)"),
    ];

    [RuntimesTheory]
    [MemberData(nameof(Cases))]
    public void Node_RunsAlikeEverywhere(OperatorCase given) => conformance.Check(given);

    [RuntimesTheory]
    [InlineData("Gather([n,8,3,3] {3,-1,0}) axis=1")]
    [InlineData("Gather([n,3,4] #-1) axis=2")]
    [InlineData("Reshape({1,0,-2,2} {2,2}); GatherND([3,3,2] $1)")]
    [InlineData("TopK/2([n,7] {3}); Relu($1)")]
    public void Int8_IsCloseToFloat(string nodes) => conformance.CheckInt8(new(nodes));

    [RuntimesTheory]
    [InlineData("Gather([2,5,3] {3,-1,0,3}) axis=1")]
    [InlineData("Gather([5,3] i[2,2])")]
    [InlineData("GatherElements([5,3] i[2,3]) axis=0")]
    [InlineData("Reshape({1,0,-2,2} {2,2}); GatherND([3,3,2] $1)")]
    [InlineData("Reshape({1,0,-2,2} {2,2}); ScatterND([3,3,2] $1 [2,2])")]
    [InlineData("Reshape({1,0,1,0} {2,2}); ScatterND([3,3] $1 [2]) reduction:add")]
    [InlineData("Reshape({1,0,-1,2,3,0} {2,3}); ScatterElements([5,3] $1 [2,3]) axis=0")]
    [InlineData("TopK([2,7] {3})")]
    public void Gradient_IsThatOfFiniteDifferences(string nodes) => conformance.CheckGradients(new(nodes, 18));
}
