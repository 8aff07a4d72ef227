using PocketFlow.Torch.Optimizers;
using Xunit;

namespace PocketFlow.Torch.Tests;

[NoTensorLeaks]
public class OptimizerTests
{
    public static TheoryData<string, Func<ParameterGroup[], Optimizer>> Optimizers => new()
    {
        { "SGD", groups => new Sgd(groups) },
        { "momentum", groups => new Sgd(groups, 0.9) },
        { "Nesterov", groups => new Sgd(groups, 0.9, nesterov: true) },
        { "Adam", groups => new Adam(groups) },
        { "AdamW", groups => new AdamW(groups, 0.8, 0.95) },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void ImportState_ContinuesExactly(string name, Func<ParameterGroup[], Optimizer> create)
    {
        Tensor whole = Start();
        using Optimizer uninterrupted = create([new([whole], 0.1, 0.01)]);
        Run(uninterrupted, whole, 6);

        Tensor first = Start();
        using Optimizer before = create([new([first], 0.1, 0.01)]);
        Run(before, first, 3);
        Tensor second = first.Detach().Clone().WithRequiresGrad();
        using Optimizer after = create([new([second], 0.1, 0.01)]);
        after.ImportState(before.ExportState());
        Run(after, second, 3);

        Assert.True(whole.ToArray<float>().SequenceEqual(second.ToArray<float>()), name);
        Assert.Equal(6, after.StepCount);
    }

    [Fact]
    public void Step_WithoutGradient_LeavesTheParameter()
    {
        Tensor parameter = Start();
        float[] before = parameter.ToArray<float>();
        using Sgd optimizer = new([new([parameter], 0.1, 0.5)], 0.9);

        optimizer.Step();

        Assert.Equal(before, parameter.ToArray<float>());
    }

    [Fact]
    public void ImportState_OfAnotherShape_NamesTheTensor()
    {
        using Sgd small = new([new([Tensor.Ones([2])], 0.1)], 0.9);
        using Sgd large = new([new([Tensor.Ones([3])], 0.1)], 0.9);

        var error = Assert.Throws<ArgumentException>(() => large.ImportState(small.ExportState()));

        Assert.Contains("'0.0.momentum' is Float32[2] cpu; expected Float32[3] cpu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LerpInPlace_MovesTargetsTowardsSources()
    {
        Tensor target = Tensor.Zeros([2]);
        Tensor count = Tensor.FromArray([1L]);

        Tensor.LerpInPlace([target, count], [Tensor.Ones([2]), Tensor.FromArray([5L])], 0.25);

        Assert.Equal([0.25f, 0.25f], target.ToArray<float>());
        Assert.Equal(5, count.Item());
    }

    private static Tensor Start() => Tensor.Linspace(-1, 1, 7).WithRequiresGrad();

    private static void Run(Optimizer optimizer, Tensor parameter, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            optimizer.ZeroGrad();
            parameter.Pow(2).Mul(parameter.Add(0.3)).Sum().Backward();
            optimizer.Step();
        }
    }
}
