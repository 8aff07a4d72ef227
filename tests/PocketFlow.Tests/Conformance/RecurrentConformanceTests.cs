namespace PocketFlow.Tests.Conformance;

[Trait("Category", "Oracle")]
public sealed class RecurrentConformanceTests(OperatorConformance conformance) : IClassFixture<OperatorConformance>
{
    private const float Tolerance = 1e-4f;

    public static TheoryData<string, int> Cases => new()
    {
        { "LSTM/3([5,2,3] *[1,16,3] *[1,16,4] *[1,32]) hidden_size=4", 7 },
        { "LSTM/1([5,2,3] *[1,16,3] *[1,16,4]) hidden_size=4 direction:reverse", 14 },
        { "LSTM/3([5,2,3] *[2,16,3] *[2,16,4] *[2,32] _ [2,2,4] [2,2,4]) hidden_size=4 direction:bidirectional", 14 },
        { "Cast({5,5}) to=6; LSTM/2([5,2,3] *[1,16,3] *[1,16,4] _ $1 *[1,2,4] *[1,2,4]) hidden_size=4", 17 },
        { "Transpose([n,5,3]) perm=[1,0,2]; LSTM/3($1 *[1,16,3] *[1,16,4] *[1,32]) hidden_size=4; "
            + "Transpose($2.1) perm=[2,0,1,3]", 17 },
        { "Transpose([n,5,3]) perm=[1,0,2]; LSTM/3($1 *[1,16,3] *[1,16,4] *[1,32]) hidden_size=4; "
            + "Squeeze($2.2 {0})", 17 },
        { "GRU/2([5,2,3] *[1,12,3] *[1,12,4] *[1,24]) hidden_size=4", 7 },
        { "GRU/2([5,2,3] *[1,12,3] *[1,12,4] *[1,24]) hidden_size=4 linear_before_reset=1", 14 },
        { "GRU/2([5,2,3] *[2,12,3] *[2,12,4] *[2,24] _ [2,2,4]) hidden_size=4 direction:bidirectional "
            + "linear_before_reset=1", 14 },
        { "GRU/1([5,2,3] *[1,12,3] *[1,12,4]) hidden_size=4 direction:reverse", 21 },
        { "RNN/2([5,2,3] *[1,4,3] *[1,4,4] *[1,8]) hidden_size=4", 7 },
        { "RNN/2([5,2,3] *[2,4,3] *[2,4,4] *[2,8] _ [2,2,4]) hidden_size=4 direction:bidirectional", 14 },
    };

    [RuntimesTheory]
    [MemberData(nameof(Cases))]
    public void Node_RunsAlikeEverywhere(string nodes, int opset) =>
        conformance.Check(new(nodes, opset) { Tolerance = Tolerance });

    [RuntimesTheory]
    [InlineData("LSTM/1([5,2,3] *[1,16,3] *[1,16,4] *[1,32] _ _ _ *[1,12]) hidden_size=4")]
    [InlineData("LSTM/1([5,2,3] *[1,16,3] *[1,16,4] *[1,32]) hidden_size=4 clip=0.5")]
    public void Rarity_RunsInTheEngine_AndIsRefusedInTfLite(string nodes) =>
        conformance.Check(new(nodes) { Tolerance = Tolerance, IsInTfLite = false });

    [RuntimesTheory]
    [InlineData("LSTM/1([3,2,3] *[1,8,3] *[1,8,2] *[1,16] _ [1,2,2] [1,2,2]) hidden_size=2")]
    [InlineData("GRU/1([3,2,3] *[2,6,3] *[2,6,2] *[2,12]) hidden_size=2 direction:bidirectional")]
    [InlineData("RNN/1([3,2,3] *[1,2,3] *[1,2,2]) hidden_size=2 direction:reverse")]
    public void Gradient_IsThatOfFiniteDifferences(string nodes) => conformance.CheckGradients(new(nodes));

    [OnnxCheckerFact]
    public void WrittenFiles_PassTheChecker() => conformance.RunChecker(
        ((IEnumerable<object[]>)Cases).Select(r => new OperatorCase((string)r[0], (int)r[1])));
}
