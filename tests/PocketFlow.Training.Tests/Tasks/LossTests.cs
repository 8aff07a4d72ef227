using PocketFlow.Testing;
using PocketFlow.Torch;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Training.Tests.Tasks;

public sealed class LossTests
{
    private const string PyTorch = "/usr/bin/python3 -c 'import torch'";

    [ToolFact(PyTorch)]
    public void Losses_AndGradients_EqualPyTorch()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor labels = Tensor.FromArray<long>([1, 0, 4, 2]);
        Tensor pixels = Tensor.FromArray<long>([0, 255, 2, 1, 255, 1, 1, 0], new long[] { 2, 2, 2 });
        Tensor members = TaskOracle.Inputs(9, 4, 3).Gt(0).To(DType.Float32);
        Tensor values = TaskOracle.Inputs(5, 4, 6);

        Check("cross-entropy", 1, [4, 5], o => Loss.CrossEntropy(0.1).Compute(o, labels));
        Check("pixels", 2, [2, 3, 2, 2], o => Loss.CrossEntropy(0, 255).Compute(o, pixels));
        Check("smooth-pixels", 2, [2, 3, 2, 2], o => Loss.CrossEntropy(0.2, 255).Compute(o, pixels));
        Check("sets", 3, [4, 3], o => Loss.BinaryCrossEntropy.Compute(o, members));
        Check("mse", 4, [4, 6], o => Loss.MeanSquaredError.Compute(o, values));
        Check("l1", 4, [4, 6], o => Loss.L1.Compute(o, values));
        Check("smooth-l1", 4, [4, 6], o => Loss.SmoothL1(0.5).Compute(o, values));
    }

    [ToolFact(PyTorch)]
    public void DistillationLosses_AndGradients_EqualTheirDefinitions()
    {
        using TensorScope scope = TensorScope.Begin();

        Check("distil-class", 1, [4, 5], o => DistillationLosses.Softmax(o, TaskOracle.Inputs(7, 4, 5), 4));
        Check(
            "distil-pixels", 2, [2, 3, 2, 2],
            o => DistillationLosses.Softmax(o, TaskOracle.Inputs(7, 2, 3, 2, 2), 4));
        Check("distil-sets", 3, [4, 3], o => DistillationLosses.Sigmoid(o, TaskOracle.Inputs(7, 4, 3), 4));
        Check("distil-values", 4, [4, 6], o => DistillationLosses.SquaredError(o, TaskOracle.Inputs(5, 4, 6), 4));
    }

    [Fact]
    public void CrossEntropy_NothingCounts_IsZeroAndNotNaN()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor outputs = TaskOracle.Inputs(2, 1, 3, 2, 2);

        Tensor loss = Loss.CrossEntropy(0, 255).Compute(outputs, Tensor.Full(new long[] { 1, 2, 2 }, 255L, DType.Int64));

        Assert.Equal(0, loss.Item());
    }

    [Fact]
    public void Create_NumbersOutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Loss.CrossEntropy(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loss.CrossEntropy(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loss.SmoothL1(0));
    }

    private static void Check(string name, int seed, long[] shape, Func<Tensor, Tensor> compute)
    {
        Tensor outputs = TaskOracle.Inputs(seed, shape).WithRequiresGrad();
        Tensor loss = compute(outputs);
        loss.Backward();
        double[] found = [loss.Item(), .. outputs.Grad!.ToArray<double>()];

        double[] expected = TaskOracle.Numbers(name);
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.True(
            Math.Abs(pair.First - pair.Second) <= 2e-6 * Math.Max(1, Math.Abs(pair.First)),
            $"{name}: expected {pair.First}, found {pair.Second}"));
    }
}
