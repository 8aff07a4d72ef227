using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Tests.Conformance;

/// <summary>Derivatives of a weighted sum of a model's first output, by autograd and by finite differences.</summary>
internal sealed class GradientCheck(Model model, IReadOnlyList<CaseInput> inputs) : IDisposable
{
    // Balances the rounding of 32 bits against the curvature of the functions.
    private const float Step = 1e-2f;

    private readonly Executor _executor = new(model);

    public void Dispose() => _executor.Dispose();

    public float[] Gradient(int input)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor[] tensors = [.. inputs.Select(i => i.ToTensor())];
        tensors[input].RequiresGrad = true;
        Sum(tensors).Backward();
        return tensors[input].Grad!.ToArray<float>();
    }

    public float[] Differences(int input)
    {
        float[] elements = inputs[input].Elements;
        float[] differences = new float[elements.Length];
        for (int i = 0; i < differences.Length; i++)
        {
            float element = elements[i];
            elements[i] = element + Step;
            double above = Sum();
            elements[i] = element - Step;
            double below = Sum();
            elements[i] = element;
            differences[i] = (float)((above - below) / (2 * Step));
        }

        return differences;
    }

    private double Sum()
    {
        using TensorScope scope = TensorScope.Begin();
        using GradMode mode = Engine.NoGrad();
        return Sum([.. inputs.Select(i => i.ToTensor())]).Item();
    }

    private Tensor Sum(Tensor[] tensors)
    {
        Tensor output = _executor.Forward(tensors)[0].To(DType.Float64);
        double[] weights = [.. Enumerable.Range(1, (int)output.ElementCount).Select(i => Math.Cos(i))];
        return output.Reshape(-1).Mul(Tensor.FromArray(weights)).Sum();
    }
}
