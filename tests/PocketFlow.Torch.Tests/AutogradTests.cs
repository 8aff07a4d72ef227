using Xunit;

namespace PocketFlow.Torch.Tests;

[NoTensorLeaks]
public class AutogradTests
{
    [Fact]
    public void Backward_OfASquare_GivesTwiceTheValue()
    {
        Tensor x = Tensor.FromArray([1f, -2f, 3f]).WithRequiresGrad();

        x.Mul(x).Sum().Backward();

        Assert.Equal([2f, -4f, 6f], x.Grad!.ToArray<float>());
        x.Grad = null;
        Assert.Null(x.Grad);
    }

    [Fact]
    public void Gradients_LeaveGradAlone()
    {
        Tensor x = Tensor.FromArray([2.0]).WithRequiresGrad();
        Tensor unused = Tensor.Ones([1]).WithRequiresGrad();

        Tensor?[] gradients = x.Pow(3).Sum().Gradients([x, unused], allowUnused: true);

        Assert.Equal(12, gradients[0]!.Item(), 9);
        Assert.Null(gradients[1]);
        Assert.Null(x.Grad);
    }

    [Fact]
    public void NoGrad_StopsRecordingAndComesBack()
    {
        Tensor x = Tensor.Ones([1]).WithRequiresGrad();
        using (Engine.NoGrad())
        {
            Assert.False(x.Mul(2).RequiresGrad);
        }

        Assert.True(x.Mul(2).RequiresGrad);
        Assert.False(x.Mul(2).Detach().RequiresGrad);
        Assert.False(x.Mul(2).IsLeaf);
    }

    public static TheoryData<string, Func<Tensor, Tensor>> Operations => new()
    {
        { "conv2d", x => x.Reshape([1, 2, 4, 4]).Conv2d(Kernel([3, 2, 3, 3]), padding: 1, stride: 2) },
        { "grouped conv2d", x => x.Reshape([1, 2, 4, 4]).Conv2d(Kernel([2, 1, 3, 3]), groups: 2, dilation: [1, 1]) },
        { "batch norm", x => x.Reshape([4, 2, 2, 2]).BatchNorm(null, null, null, null, training: true).Pow(3) },
        { "layer norm", x => x.Reshape([4, 8]).LayerNorm([8]).Pow(3) },
        { "avg pool", x => x.Reshape([1, 2, 4, 4]).AvgPool2d(3, stride: 2, padding: 1, countIncludePad: false) },
        { "max pool", x => x.Reshape([1, 2, 4, 4]).MaxPool2d(2) },
        { "gelu", x => x.Gelu() },
        { "cross-entropy", x => x.Reshape([4, 8]).CrossEntropyLoss(Tensor.FromArray([0L, 3, 7, 1]), labelSmoothing: 0.1) },
        { "pad and slice", x => x.Pad([1, 1]).Slice(0, 0, null, 3).Exp() },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void Backward_MatchesFiniteDifferences(string name, Func<Tensor, Tensor> operation)
    {
        Tensor x = Tensor.Randn([32], DType.Float64).WithRequiresGrad();
        Tensor weights = Tensor.Randn(operation(x).Shape, DType.Float64);
        Tensor Objective(Tensor input) => operation(input).Mul(weights).Sum();

        Objective(x).Backward();
        double[] found = x.Grad!.ToArray<double>();

        const double step = 1e-6;
        double[] values = x.ToArray<double>();
        for (int i = 0; i < values.Length; i += 5)
        {
            double value = values[i];
            values[i] = value + step;
            double above = Objective(Tensor.FromArray(values)).Item();
            values[i] = value - step;
            double below = Objective(Tensor.FromArray(values)).Item();
            values[i] = value;
            double expected = (above - below) / (2 * step);
            Assert.True(Math.Abs(expected - found[i]) < 1e-5 * Math.Max(1, Math.Abs(expected)), $"{name} at {i}: {found[i]}, expected {expected}");
        }
    }

    private static Tensor Kernel(long[] shape)
    {
        long count = shape.Aggregate(1L, (a, b) => a * b);
        return Tensor.Linspace(-1, 1, count, DType.Float64).Reshape(shape);
    }
}
