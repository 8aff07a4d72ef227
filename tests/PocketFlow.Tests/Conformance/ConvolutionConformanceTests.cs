namespace PocketFlow.Tests.Conformance;

/// <summary>Convolutions, transposed ones and matrix products.</summary>
[Trait("Category", "Oracle")]
public sealed class ConvolutionConformanceTests(OperatorConformance conformance) : IClassFixture<OperatorConformance>
{
    public static TheoryData<OperatorCase> Convolutions =>
    [
        new("Conv([n,3,9,8] *[4,3,3,3] *[4]) pads=[0,1,2,1] strides=[2,1]", 7),
        new("Conv([n,4,8,8] *[6,2,3,3]) group=2 dilations=[2,1] kernel_shape=[3,3]", 11),
        new("Conv([n,3,8,7] *[6,1,3,3] *[6]) group=3 dilations=[2,2] pads=[2,2,2,2]"),
        new("Conv([n,3,8,7] *[6,1,3,3]) group=3 strides=[2,2] auto_pad:SAME_UPPER", 21),
        new("Conv([n,2,9,6] *[3,2,4,2] *[3]) strides=[2,3] auto_pad:SAME_LOWER"),
        new("Conv([n,2,9,6] *[3,2,4,2]) auto_pad:VALID"),
        new("Conv([n,3,17] *[4,3,5] *[4]) pads=[1,3] strides=[2]"),
        new("Conv([n,4,12] *[8,1,3]) group=4 dilations=[3] pads=[3,3]"),
        new("Conv([n,4,12] *[6,2,3]) group=2 auto_pad:SAME_UPPER strides=[2]"),
        new("Conv([n,2,12] *[4,2,3] *[4]); Relu($1); Conv($2 *[3,4,3]) pads=[1,1]"),
        new("Conv([n,2,5,6,4] *[3,2,3,2,2] *[3]) pads=[1,0,1,0,1,0] strides=[1,2,1]") { IsInTfLite = false },
        new("Conv([n,4,5,6,4] *[4,1,3,3,3]) group=4 auto_pad:SAME_UPPER strides=[2,2,2]") { IsInTfLite = false },
        new("Conv([2,2,6,6] [3,2,3,3])") { IsInTfLite = false },
    ];

    public static TheoryData<OperatorCase> Transposed =>
    [
        new("ConvTranspose([n,3,5,4] *[3,4,3,3] *[4]) strides=[2,2] pads=[1,1,1,1] output_padding=[1,1]", 11),
        new("ConvTranspose([n,3,5,4] *[3,4,2,2] *[4]) strides=[2,2]", 7),
        new("ConvTranspose([n,3,5,4] *[3,4,4,4]) strides=[2,2] pads=[1,1,1,1]"),
        new("ConvTranspose([n,3,5,4] *[3,2,3,4]) strides=[2,3] pads=[0,1,1,2]"),
        new("ConvTranspose([n,3,5,4] *[3,2,3,3]) dilations=[2,1] pads=[1,0,1,0]") { IsInTfLite = false },
        new("ConvTranspose([n,4,5,4] *[4,3,3,3] *[6]) group=2 strides=[2,1] pads=[1,0,0,1]"),
        new("ConvTranspose([n,3,5,4] *[3,1,4,4] *[3]) group=3 strides=[2,2] pads=[1,1,1,1]"),
        new("ConvTranspose([n,2,5,4] *[2,3,3,3]) strides=[2,2] auto_pad:SAME_UPPER"),
        new("ConvTranspose([n,2,5,4] *[2,3,4,3] *[3]) strides=[3,2] auto_pad:SAME_LOWER"),
        new("ConvTranspose([n,2,5,4] *[2,3,2,3]) strides=[2,2] auto_pad:VALID"),
        new("ConvTranspose([n,2,5,4] *[2,3,3,3]) strides=[2,2] output_shape=[10,9]"),
        new("ConvTranspose([n,2,5,4] *[2,3,3,3] *[3]) strides=[2,2] output_shape=[9,8] auto_pad:SAME_UPPER"),
        new("ConvTranspose([n,3,7] *[3,4,4] *[4]) strides=[2] pads=[1,1]"),
        new("ConvTranspose([n,4,7] *[4,2,3]) group=2 strides=[3] pads=[1,0] output_padding=[2]"),
        new("ConvTranspose([n,2,3,4,3] *[2,3,3,2,3] *[3]) strides=[2,1,2] pads=[1,0,1,0,1,1]") { IsInTfLite = false },
    ];

    public static TheoryData<OperatorCase> Products =>
    [
        new("MatMul([n,5] *[5,3])", 7),
        new("MatMul([n,4,5] *[5,3])", 9),
        new("MatMul([2,3,4,5] *[5,3])", 13),
        new("MatMul([2,3,4,5] [2,3,5,6])"),
        new("MatMul([2,1,4,5] [3,5,6])"),
        new("MatMul([2,3,4,5] *[3,5,6])"),
        new("MatMul([4,5] [2,5,3])"),
        new("MatMul(*[4,5] [n,5,3])"),
        new("MatMul([4,5] [5])"),
        new("MatMul([5] [5,3])"),
        new("MatMul([5] [2,5,3])"),
        new("MatMul([2,3,5] [5])"),
        new("MatMul([5] [5])"),
        new("MatMul([5] *[5,3])"),
        new("Gemm([n,5] *[5,3] *[3])", 7),
        new("Gemm([n,5] *[3,5] *[3]) transB=1 alpha=0.5 beta=2.0", 9),
        new("Gemm([5,4] *[5,3] *[1,3]) transA=1", 11),
        new("Gemm([4,5] *[5,3] *[4,1]) beta=0.5"),
        new("Gemm([4,5] *[5,3] #0.5)"),
        new("Gemm([4,5] [5,3] [3]) alpha=2.0 beta=0.5"),
        new("Gemm([5,4] [3,5] [4,3]) transA=1 transB=1"),
        new("Gemm([4,5] [5,3]) alpha=0.5", 13),
        new("Gemm([4,5] [5,3]); Relu($1)", 13),
        new("Gemm([4,5] [5,3] [4,1]); Relu($1)", 13),
        new("Gemm(*[4,5] [5,3] *[3])", 13),
    ];

    [RuntimesTheory]
    [MemberData(nameof(Convolutions))]
    public void Conv_RunsAlikeEverywhere(OperatorCase given) => conformance.Check(given);

    [RuntimesTheory]
    [MemberData(nameof(Transposed))]
    public void ConvTranspose_RunsAlikeEverywhere(OperatorCase given) => conformance.Check(given);

    [RuntimesTheory]
    [MemberData(nameof(Products))]
    public void Product_RunsAlikeEverywhere(OperatorCase given) => conformance.Check(given);

    [RuntimesTheory]
    [InlineData("Conv([1,2,7] *[3,2,3] *[3]) pads=[1,0] strides=[2]")]
    [InlineData("Conv([1,2,3,4,3] *[2,2,2,2,2]) pads=[1,0,0,0,1,0]")]
    [InlineData("ConvTranspose([1,4,3,4] *[4,2,3,3] *[4]) group=2 strides=[2,2] pads=[1,0,0,1]")]
    [InlineData("ConvTranspose([1,2,4] *[2,3,3]) strides=[2] pads=[1,1] output_padding=[1]")]
    [InlineData("MatMul([2,3,4] [4])")]
    [InlineData("Gemm([3,4] [4,2] [2]) alpha=0.5 beta=2.0")]
    public void Gradient_IsThatOfFiniteDifferences(string nodes) => conformance.CheckGradients(new(nodes));

    [OnnxCheckerFact]
    public void WrittenFiles_PassTheChecker() =>
        conformance.RunChecker(new[] { Convolutions, Transposed, Products }.SelectMany(Cases));

    private static IEnumerable<OperatorCase> Cases(IEnumerable<object[]> rows) => rows.Select(r => (OperatorCase)r[0]);
}
