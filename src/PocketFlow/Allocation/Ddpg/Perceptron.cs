using PocketFlow.Data;
using PocketFlow.Torch;

namespace PocketFlow.Allocation.Ddpg;

/// <summary>Two hidden layers with rectifiers and one output.</summary>
internal sealed class Perceptron : IDisposable
{
    private readonly bool _isNormalized;
    private readonly long _width;

    public Perceptron(int inputs, int width, bool isNormalized, SeededRandom random)
    {
        (_isNormalized, _width) = (isNormalized, width);
        Parameters =
        [
            Uniform(ref random, width, inputs, inputs), Uniform(ref random, 1, width, inputs),
            Uniform(ref random, width, width, width), Uniform(ref random, 1, width, width),
            // A small last layer starts in the middle of the range, where the sigmoid is steep.
            Uniform(ref random, 1, width, 1e5), Uniform(ref random, 1, 1, 1e5),
        ];
    }

    /// <summary>Weights and biases, in order.</summary>
    public Tensor[] Parameters { get; }

    /// <summary>[N, inputs] to [N, 1], without an activation at the end.</summary>
    public Tensor Forward(Tensor input)
    {
        Tensor hidden = input;
        for (int layer = 0; layer < 2; layer++)
        {
            hidden = hidden.Matmul(Parameters[2 * layer].Transpose(0, 1)).Add(Parameters[2 * layer + 1]);
            hidden = (_isNormalized ? hidden.LayerNorm([_width]) : hidden).Relu();
        }

        return hidden.Matmul(Parameters[4].Transpose(0, 1)).Add(Parameters[5]);
    }

    /// <summary>Moves the parameters a share of the way to another network's.</summary>
    public void Follow(Perceptron other, double share)
    {
        using TensorScope scope = TensorScope.Begin();
        using GradMode noGrad = Engine.NoGrad();
        foreach ((Tensor own, Tensor wanted) in Parameters.Zip(other.Parameters))
        {
            own.LerpInPlace(wanted.Detach(), share);
        }
    }

    public void Dispose()
    {
        foreach (Tensor parameter in Parameters)
        {
            parameter.Dispose();
        }
    }

    private static Tensor Uniform(ref SeededRandom random, int rows, int columns, double fanIn)
    {
        double bound = 1 / Math.Sqrt(fanIn);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)((2 * random.NextDouble() - 1) * bound);
        }

        using TensorScope scope = TensorScope.Begin();
        return TensorScope.Release(Tensor.FromArray(values, new long[] { rows, columns }).WithRequiresGrad());
    }
}
