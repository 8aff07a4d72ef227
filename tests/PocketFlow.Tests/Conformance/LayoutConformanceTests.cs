namespace PocketFlow.Tests.Conformance;

/// <summary>Operators that move, repeat or cut, and arithmetic on shapes.</summary>
[Trait("Category", "Oracle")]
public sealed class LayoutConformanceTests(OperatorConformance conformance) : IClassFixture<OperatorConformance>
{
    public static TheoryData<OperatorCase> Cases =>
    [
        new("Split/2([n,7] {3,4}) axis=1"),
        new("Split/2([n,4,5,6]) axis=1", 13),
        new("Split/3([2,7]) axis=-1 num_outputs=3", 18),
        new("Split/2([n,7]) axis=1 split=[3,4]", 11),
        new("Split/2([6,2]) axis=0", 7),
        new("Split/2(i[2,6]) axis=1"),
        new("Slice([n,4,6,6] {5,-1} {0,-9223372036854775807} {2,3} {-2,-1})"),
        new("Slice([n,4,7,6] {1,0} {7,6} {2,1} {3,2})"),
        new("Slice([2,7]) starts=[1] ends=[-1] axes=[1]", 9),
        new("Slice([5,7] {1,-3} {3,2147483647})"),
        new("Slice(i[4,5] {3} {-9223372036854775807} {0} {-1})"),
        new("Concat([n,2,3,3] [n,4,3,3]) axis=1"),
        new("Concat([n,2,3,3] [n,2,1,3]) axis=2"),
        new("Concat([2,3] [2,1] [2,2]) axis=-1"),
        new("Concat([1,3] *[2,3]) axis=0"),
        new("Transpose([n,2,3,4]) perm=[0,2,3,1]"),
        new("Transpose([2,3,4])"),
        new("Reshape([n,4,3,3] {0,-1})"),
        new("Reshape([n,4,3,3] {-1,2,18})"),
        new("Reshape([2,6] {3,-1,1})"),
        new("Reshape([2,3] {3,2}) allowzero=1", 14) { SinceOpset = 14 },
        new("Flatten([n,4,3,3])"),
        new("Flatten([2,4,3]) axis=0"),
        new("Flatten([2,4,3]) axis=3"),
        new("Flatten([2,4,3]) axis=-1", 11),
        new("Squeeze([3,1,2,1])", 13),
        new("Squeeze([n,3,1,1] {2,3})"),
        new("Squeeze([n,3,1]) axes=[2]", 11),
        new("Unsqueeze([n,3] {2,-1})"),
        new("Unsqueeze([2,3]) axes=[0,3]", 11),
        new("Expand([n,1,3] {4,1})"),
        new("Expand([3,1] {2,1,6})"),
        new("Expand(i[3,1] {3,4})"),
        new("Shape([n,1,3]); Expand(*[1,2,3] $1); Add(@0 $2)"),
        new("Tile([n,3,2,2] {1,2,3,1})"),
        new("Tile([2,3] {2,3})"),
        new("Tile(i[2,3] {2,1})"),
        new("Identity([n,3]); Relu($1)"),
        new("Dropout([n,3]) ratio=0.3", 7),
        new("Dropout([n,3] #0.5)", 13),
        new("Trilu([n,3,4])", 14) { SinceOpset = 14 },
        new("Trilu([4,5] #-1) upper=0", 14) { SinceOpset = 14 },
        new("Cast([2,3]) to=7"),
        new("Cast([2,3]) to=6; Cast($1) to=1"),
        new("Cast([2,3]) to=9; Cast($1) to=1"),
        new("Cast(i[n,3]) to=1"),
        new("Cast([2,3]) to=10; Cast($1) to=1") { Tolerance = 1e-3f },
        new("Cast([2,3]) to=11; Cast($1) to=1"),
        new("CastLike(i[2,3] [1])", 15),
        new("Shape([2,3,4]); Cast($1) to=1; Mul([3] $2)"),
        new("Shape([n,3,4]) start=1 end=-1; Cast($1) to=1; ReduceMean($2) keepdims=0; Mul(@0 $3)", 15),
        new("Size([2,3]); Cast($1) to=1; Mul(@0 $2)"),
        new("Shape([n,3]); ConstantOfShape($1); Add(@0 $2)"),
        new("Shape([n,3]); Gather($1 #0); Range(#0 $2 #1); Cast($3) to=1; Mul($4 #0.0); Unsqueeze($5 {1}); Add(@0 $6)"),
        new("Range(#0.5 #3.0 #1.0); Add([2,3] $1)"),
        new("Shape([n,4,6]); Gather($1 #0); Unsqueeze($2 {0}); Concat($3 {-1}) axis=0; Reshape(@0 $4)"),
    ];

    [RuntimesTheory]
    [MemberData(nameof(Cases))]
    public void Node_RunsAlikeEverywhere(OperatorCase given) => conformance.Check(given);

    [RuntimesTheory]
    [InlineData("Split/2([n,4,5,6]) axis=1")]
    [InlineData("Split/2([n,7] {3,4}) axis=1")]
    [InlineData("Tile([n,3,2,2] {1,2,3,1})")]
    [InlineData("Expand([n,1,3] {4,1})")]
    [InlineData("Concat([n,2,3,3] [n,4,3,3]) axis=1")]
    [InlineData("Slice([n,4,7,6] {1,0} {7,6} {2,1} {3,2})")]
    [InlineData("Transpose([2,3,4])")]
    public void Int8_IsCloseToFloat(string nodes) => conformance.CheckInt8(new(nodes));

    [RuntimesTheory]
    [InlineData("Split/2([n,7] {3,4}) axis=1")]
    [InlineData("Slice([2,4,6] {5,-1} {0,-9223372036854775807} {2,1} {-2,-1})")]
    [InlineData("Tile([2,3] {2,3})")]
    [InlineData("Expand([2,1,3] {4,1})")]
    [InlineData("Trilu([3,4])")]
    [InlineData("Concat([2,3] [2,1]) axis=1")]
    public void Gradient_IsThatOfFiniteDifferences(string nodes) => conformance.CheckGradients(new(nodes));
}
