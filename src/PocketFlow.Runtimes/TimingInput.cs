namespace PocketFlow.Runtimes;

/// <summary>
/// The input that models are timed on: the same pseudo-random values on every machine and in every runtime. Dense
/// random values, because zeros and denormals can take other paths through a kernel.
/// </summary>
internal static class TimingInput
{
    private const int Seed = 20_190_501;

    public static float[] Create(TensorInfo tensor)
    {
        // The seeded generator's algorithm is fixed by .NET for compatibility.
        var random = new Random(Seed);
        var (low, high) = Range(tensor);
        var values = new float[tensor.SampleLength];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(low + (random.NextDouble() * (high - low)));
        }

        return values;
    }

    // Wide integers are mostly indices (tokens, positions): 0 and 1 are valid in any table.
    private static (double Low, double High) Range(TensorInfo tensor) => tensor.ElementType switch
    {
        TensorElementType.UInt8 => Dequantize(tensor, byte.MinValue, byte.MaxValue),
        TensorElementType.Int8 => Dequantize(tensor, sbyte.MinValue, sbyte.MaxValue),
        TensorElementType.Float32 => (-1, 1),
        _ => (0, 1),
    };

    private static (double Low, double High) Dequantize(TensorInfo tensor, int low, int high)
    {
        var (scale, zeroPoint) = tensor.Quantization ?? new TensorQuantization(1, 0);
        return ((low - zeroPoint) * (double)scale, (high - zeroPoint) * (double)scale);
    }
}
