using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>One form of a value in the file: a tensor with its layout and, for integers, its grid.</summary>
/// <param name="Tensor">The tensor's index.</param>
/// <param name="Dims">The logical dimensions.</param>
/// <param name="Layout">How the logical axes lie in the tensor.</param>
/// <param name="Grid">The grid of an int8 tensor; null for float32.</param>
internal sealed record Operand(int Tensor, long[] Dims, Layout Layout, Quantization? Grid)
{
    /// <summary>The dimensions of the tensor itself.</summary>
    public long[] PhysicalDims => Layout.Arrange(Dims);
}
