using PocketFlow.Graphs;
using PocketFlow.Torch;

namespace PocketFlow.Tests.Conformance;

/// <summary>An input of a case with the elements that every runtime gets.</summary>
internal sealed record CaseInput(string Name, ElementType Type, Shape Shape, float[] Elements)
{
    /// <summary>What a symbolic batch stands for.</summary>
    public const int Batch = 2;

    public long[] Dims => Shape.ToArray(Batch);

    /// <summary>One sample of the batch, as a batch of one.</summary>
    public CaseInput Sample(int index)
    {
        int length = Elements.Length / Batch;
        return this with
        {
            Shape = Shape.With(0, 1), Elements = Elements[(index * length)..((index + 1) * length)],
        };
    }

    public Tensor ToTensor() => Type switch
    {
        ElementType.Int64 => Tensor.FromArray(Array.ConvertAll(Elements, e => (long)e), Dims),
        ElementType.Boolean => Tensor.FromArray(Array.ConvertAll(Elements, e => e != 0), Dims),
        _ => Tensor.FromArray(Elements, Dims),
    };
}
