using System.Diagnostics;
using System.Text.Json;
using PocketFlow.Torch.Optimizers;
using Xunit;

namespace PocketFlow.Torch.Tests;

/// <summary>Numbers computed here and by PyTorch (Oracle/pytorch_reference.py) from the same inputs.</summary>
[NoTensorLeaks]
[Trait("Category", "Oracle")]
public class PyTorchTests
{
    private static readonly Lazy<Dictionary<string, double[]>> s_reference = new(ReadReference);

    [PyTorchFact]
    public void Convolutions_AndNormalizations_EqualPyTorch()
    {
        Tensor x = Grid(2, 4, 6, 6);
        Tensor mean = Tensor.Zeros(4);
        Tensor variance = Tensor.Ones(4);

        Check("conv2d", x.Conv2d(Grid(6, 2, 3, 3), Grid(6), stride: 2, padding: 1, groups: 2));
        Check("conv2d dilated", x.Conv2d(Grid(3, 4, 2, 2), dilation: 2));
        Check("conv1d", Grid(2, 3, 9).Conv1d(Grid(4, 3, 3), Grid(4), stride: 2, padding: 1));
        Check("conv_transpose2d", x.ConvTranspose2d(
            Grid(4, 3, 3, 3), Grid(3), stride: 2, padding: [1, 1], outputPadding: 1));
        Check("batch_norm", x.BatchNorm(Grid(4) + 1, Grid(4), mean, variance, training: true, 0.2, 1e-3));
        Check("running mean", mean);
        Check("running variance", variance);
        Check("batch_norm eval", x.BatchNorm(Grid(4) + 1, Grid(4), mean, variance, training: false));
        Check("layer_norm", x.LayerNorm([6, 6], Grid(6, 6), Grid(6, 6)));
        Check("unfold", x.Unfold([3, 3], padding: 1, stride: 2));
    }

    [PyTorchFact]
    public void PoolingAndActivations_EqualPyTorch()
    {
        Tensor x = Grid(2, 4, 6, 6);
        Tensor wide = x * 4;

        Check("avg_pool2d", x.AvgPool2d(3, 2, 1, ceilMode: true, countIncludePad: false));
        Check("max_pool2d", x.MaxPool2d(3, 2, 1));
        Check("adaptive_avg_pool2d", x.AdaptiveAvgPool2d([2, 3]));
        Check("hardsigmoid", wide.Hardsigmoid());
        Check("hardswish", wide.Hardswish());
        Check("gelu", wide.Gelu());
        Check("elu", wide.Elu());
        Check("leaky_relu", wide.LeakyRelu());
        Check("sigmoid", wide.Sigmoid());
        Check("tanh", wide.Tanh());
        Check("silu", wide.Silu());
        Check("softplus", wide.Softplus());
    }

    [PyTorchFact]
    public void LossesAndReductions_EqualPyTorch()
    {
        Tensor logits = Grid(5, 7) * 3;
        Tensor labels = Tensor.FromArray([0L, 3, 6, 2, 1]);

        Check("cross_entropy", logits.CrossEntropyLoss(labels, labelSmoothing: 0.1));
        Check("cross_entropy sum", logits.CrossEntropyLoss(labels, reduction: Reduction.Sum));
        Check("kl_div", logits.LogSoftmax(1).KlDiv(Grid(5, 7).Softmax(1), Reduction.Sum));
        Check("topk", logits.TopK(3, 1).Values);
        Check("std", Grid(2, 4, 6, 6).Std([0, 2, 3], correction: 0));
        Check("norm", Grid(2, 4, 6, 6).Norm(2, [1, 2, 3]));
        Check("quantile", logits.Quantile(Tensor.FromArray([0.1f, 0.5f, 0.999f])));
        Check("histc", logits.Histc(8, -3, 3));
        Tensor positive = Grid(5, 7).Matmul(Grid(5, 7).Transpose(0, 1)) + Tensor.Eye(5);
        Check("solve", positive.Solve(Grid(5, 2)));
        Check("cholesky", positive.Cholesky());
    }

    [PyTorchFact]
    public void FakeQuantization_EqualsPyTorch()
    {
        Tensor x = Grid(2, 4, 6, 6);
        Tensor scales = Grid(4).Abs() * 0.1 + 0.01;
        Tensor zeroPoints = Tensor.FromArray([0, 1, 2, 3]);

        Check("fake quantize", x.FakeQuantizePerTensor(0.1, 3, -8, 7));
        Check("fake quantize channels", x.FakeQuantizePerChannel(scales, zeroPoints, 1, -8, 7));

        Tensor input = (Grid(40) * 2).WithRequiresGrad();
        Tensor scale = Tensor.FromArray([0.2f]).WithRequiresGrad();
        Tensor zero = Tensor.FromArray([1f]).WithRequiresGrad();
        input.FakeQuantizeLearnablePerTensor(scale, zero, -8, 7, 0.5).Mul(Grid(40)).Sum().Backward();
        Check("learned scale", Tensor.Cat([scale.Grad!, zero.Grad!, input.Grad!]));
    }

    [PyTorchFact]
    public void Optimizers_EqualPyTorchOverSteps()
    {
        CheckOptimizer("SGD", groups => new Sgd(groups));
        CheckOptimizer("momentum", groups => new Sgd(groups, 0.9));
        CheckOptimizer("Nesterov", groups => new Sgd(groups, 0.9, nesterov: true));
        CheckOptimizer("Adam", groups => new Adam(groups, 0.8, 0.95));
        CheckOptimizer("AdamW", groups => new AdamW(groups, 0.8, 0.95));
    }

    private static void CheckOptimizer(string name, Func<ParameterGroup[], Optimizer> create)
    {
        Tensor decayed = Grid(9).WithRequiresGrad();
        Tensor plain = (Grid(4) + 1).WithRequiresGrad();
        using Optimizer optimizer = create([new([decayed], 0.05, 0.1), new([plain], 0.02)]);
        for (int i = 0; i < 7; i++)
        {
            optimizer.ZeroGrad();
            (decayed.Pow(3).Sum() + decayed.Sum() * plain.Pow(2).Sum()).Backward();
            optimizer.Step();
        }

        Check(name, Tensor.Cat([decayed.Detach(), plain.Detach()]));
    }

    private static Tensor Grid(params long[] shape)
    {
        long count = shape.Aggregate(1L, (product, length) => product * length);
        return new Operator("aten::sin").Call(Tensor.Arange(0, count, 1) * 0.7).Reshape(shape);
    }

    private static void Check(string name, Tensor found)
    {
        double[] expected = s_reference.Value[name];
        double[] values = found.ToArray<double>();
        Assert.True(expected.Length == values.Length, $"{name}: {values.Length} values, expected {expected.Length}.");
        for (int i = 0; i < expected.Length; i++)
        {
            double tolerance = 1e-5 * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(
                Math.Abs(expected[i] - values[i]) <= tolerance, $"{name}[{i}]: {values[i]}, expected {expected[i]}.");
        }
    }

    private static Dictionary<string, double[]> ReadReference()
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Oracle", "pytorch_reference.py");
        ProcessStartInfo start = new(PyTorchFactAttribute.Python, [script]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return JsonSerializer.Deserialize<Dictionary<string, double[]>>(output)!;
    }
}
