namespace PocketFlow.Tests.Conformance;

[Trait("Category", "Oracle")]
public sealed class ArithmeticConformanceTests(OperatorConformance conformance) : IClassFixture<OperatorConformance>
{
    private static readonly OperatorCase[] s_cases =
    [
        new("Abs([2,9])", 7),
        new("Neg([n,3,4,5])", 7),
        new("Exp([2,9])", 7),
        new("Log(+[2,9])", 7),
        new("Sqrt(+[2,9])", 7),
        new("Reciprocal(+[2,9])", 7),
        new("Floor([2,9])", 7),
        new("Ceil([2,9])", 7),
        new("Round([2,9])", 11),
        new("Mul([4] {0.0,1.0,2.0,3.0}); Sub($1 $1); Add($2 {0.5,1.5,2.5,-0.5}); Round($3)", 11),
        new("Sign([2,9])", 9),
        new("Sin([2,9])", 7),
        new("Cos([2,9])", 7),
        new("Add([n,3,4,5] *[3,1,1])", 7),
        new("Sub([2,3,4] [4])", 7),
        new("Mul([2,3,4,5] [3,1,1])", 7),
        new("Div([2,3] +[1,3])", 7),
        new("Pow([2,3] {2,3,1})", 13),
        new("Pow(+[2,9] [2,9])", 7),
        new("Pow([2,9] #2.0)", 12),
        new("Pow(+[2,9] #-0.5)", 13),
        new("Mod([2,9] [2,9]) fmod=1", 13),
        new("Mod(i[2,9] {3,-3,2,5,-2,7,3,1,4})", 10),
        new("Mod(i[2,9] {3,-3,2,5,-2,7,3,1,4}) fmod=1", 10) { IsInTfLite = false },
        new("Min([2,3,4] [4])", 8),
        new("Min([2,3])", 8),
        new("Min([2,3] [2,3] [3])", 13),
        new("Max([n,3,4,5] *[3,1,1])", 8),
        new("Max([2,3] [2,3] [3] #0.1)", 13),
        new("Max(i[2,3] {0,1,-1})", 13),
        new("Mean([2,3])", 8),
        new("Mean([2,3] [3] [2,3])", 13),
        new("Sum([2,3] [3] [2,3])", 8),
        new("Sum([2,3] [2,3])", 13),
        new("Greater([2,9] [2,9]); Where($1 @0 @1)", 9),
        new("GreaterOrEqual([2,3,4] [4]); Where($1 @0 #0.5)", 12),
        new("Less([2,9] #0.1); Where($1 *[9] @0)", 9),
        new("LessOrEqual([2,9] #0.1); Where($1 @0 *[2,1])", 16),
        new("Equal(i[2,9] #1); Where($1 [2,9] [9])", 9),
        new("Greater([2,9] #0.1); Less(@0 #1.0); And($1 $2); Where($3 @0 #0.0)", 9),
        new("Greater([2,9] #0.1); Less(@0 #1.0); Xor($1 $2); Where($3 @0 #0.0)", 9),
        new("Greater([2,9] #0.9); Less(@0 #-0.5); Or($1 $2); Not($3); Where($4 @0 #0.0)", 9),
        new("Where({true,false,true} [2,3,3] [3])", 9),
        new("Greater([n,3,4,5] *[3,1,1]); Where($1 @0 *[3,1,1])", 9),
        new("Shape([n,3,4]); Equal($1 {-1,3,-1}); Where($2 {-1,1,12} $1); Relu(@0); Reshape($4 {0,12})", 13),
        new("Einsum([2,3,4] [2,4,5]) equation:bij,bjk->bik", 12),
        new("Einsum([2,5,3,4] [2,6,3,4]) equation:bqhd,bkhd->bhqk", 12),
        new("Einsum([2,3,5,6] [2,6,3,4]) equation:bhqk,bkhd->bqhd", 12),
        new("Einsum([3,4] *[4,2,5]) equation:bi,ijk->bjk", 12),
        new("Einsum([3,4] [4,5]) equation:ij,jk", 12),
        new("Einsum([3,4] [5,4]) equation:ij,kj->ik", 12),
    ];

    public static TheoryData<OperatorCase> Cases => [.. s_cases];

    [RuntimesTheory]
    [MemberData(nameof(Cases))]
    public void Node_RunsAlikeEverywhere(OperatorCase given) => conformance.Check(given);

    [RuntimesTheory]
    [InlineData("Abs([n,30])", 1)]
    [InlineData("Exp([n,30])", 3)]
    [InlineData("Min([n,30] [n,30])", 2)]
    [InlineData("Max([n,3,4,5] *[3,1,1])", 2)]
    public void Int8_IsCloseToFloat(string nodes, int steps) => conformance.CheckInt8(new(nodes), steps);

    [RuntimesTheory]
    [InlineData("Pow(+[2,5] [2,5])")]
    [InlineData("Sqrt(+[2,5])")]
    [InlineData("Log(+[2,5])")]
    [InlineData("Div([2,5] +[5])")]
    [InlineData("Max([2,5] [2,5])")]
    [InlineData("Mean([2,5] [5] [2,5])")]
    [InlineData("Greater([2,5] #0.1); Mul(@0 @0); Where($1 $2 @0)")]
    [InlineData("Einsum([2,5,3,4] [2,6,3,4]) equation:bqhd,bkhd->bhqk")]
    public void Gradient_IsThatOfFiniteDifferences(string nodes) => conformance.CheckGradients(new(nodes), 2e-2f);

    [OnnxCheckerFact]
    public void WrittenFiles_PassTheChecker() => conformance.RunChecker(s_cases);
}
