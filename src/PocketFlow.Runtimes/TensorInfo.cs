namespace PocketFlow.Runtimes;

/// <summary>What a model file declares about one of its inputs or outputs.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="ElementType">Type in which the model stores the elements.</param>
/// <param name="Dims">Extent of each axis in the model's own layout; -1 where the file leaves it open.</param>
/// <param name="Quantization">
/// Map between stored integers and real values; null for float tensors and where the file has none (ONNX never has).
/// </param>
public sealed record TensorInfo(
    string Name, TensorElementType ElementType, IReadOnlyList<int> Dims, TensorQuantization? Quantization = null)
{
    /// <summary>Whether the first axis is open, so that one call can carry several samples.</summary>
    public bool HasSymbolicBatch => Dims.Count > 0 && Dims[0] < 0;

    /// <summary>Number of elements of one sample: the product of the axes, an open axis counted as 1.</summary>
    public int SampleLength => Dims.Aggregate(1, (product, dim) => checked(product * (dim < 0 ? 1 : dim)));

    /// <summary>Name, type and axes, such as <c>input: Float32 [?, 3, 32, 32]</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"{Name}: {ElementType} [{string.Join(", ", Dims.Select(dim => dim < 0 ? "?" : $"{dim}"))}]";
}
