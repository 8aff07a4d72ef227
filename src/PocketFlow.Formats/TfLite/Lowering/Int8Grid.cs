using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// The annotation of a value as TFLite's signed integers: [0, 255] moves to [−128, 127], the grid stays.
/// </summary>
internal static class Int8Grid
{
    /// <summary>Whether int8 kernels, which clamp to 8 bits and nothing less, compute on this grid.</summary>
    public static bool IsExpressible(Quantization grid) =>
        grid.IsPerTensor && grid.Maximum - grid.Minimum == 255
        && grid.Minimum - Offset(grid) == sbyte.MinValue;

    /// <summary>Whether weights on this grid can be stored in int8: symmetric, of any width up to 8 bits.</summary>
    public static bool IsExpressibleWeight(Quantization grid) =>
        grid.Minimum >= sbyte.MinValue && grid.Maximum <= sbyte.MaxValue && grid.ZeroPoint.All(z => z == 0);

    public static TfLiteQuantization ToFile(Quantization grid, int axis) =>
        new(grid.Scale, [.. grid.ZeroPoint.Select(z => (long)z - Offset(grid))], axis);

    /// <summary>The zero point in int8.</summary>
    public static int ZeroPoint(Quantization grid) => grid.ZeroPoint[0] - Offset(grid);

    public static sbyte Quantize(Quantization grid, float real, int channel = 0) =>
        (sbyte)(grid.Quantize(real, channel) - Offset(grid));

    /// <summary>The grid [0, 1 − 1/256] that softmax and sigmoid kernels insist on.</summary>
    public static Quantization UnitInterval { get; } = new([1f / 256], [0], null, 0, 255);

    /// <summary>The grid [−1, 1 − 1/128] that tanh kernels insist on.</summary>
    public static Quantization SignedUnit { get; } = new([1f / 128], [128], null, 0, 255);

    /// <summary>The grid [−15.94, 0] that kernels for logarithms of probabilities insist on.</summary>
    public static Quantization Logarithms { get; } = new([16f / 256], [255], null, 0, 255);

    private static int Offset(Quantization grid) => grid.Minimum >= 0 ? 128 : 0;
}
