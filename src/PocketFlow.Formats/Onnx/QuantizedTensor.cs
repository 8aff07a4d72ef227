using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>Converts constants between floats and the integers of a <see cref="Quantization"/>.</summary>
internal static class QuantizedTensor
{
    /// <summary>The integers as floats.</summary>
    public static TensorData Dequantize(TensorData integers, Quantization grid)
    {
        long[] q = integers.ToInt64s();
        float[] real = new float[q.Length];
        ForEachRun(integers.Dims, grid.Axis, (start, length, channel) =>
        {
            double scale = grid.Scale[channel];
            long zero = grid.ZeroPoint[channel];
            for (int i = start; i < start + length; i++)
            {
                real[i] = (float)(scale * (q[i] - zero));
            }
        });
        return TensorData.From<float>(real, integers.Dims);
    }

    /// <summary>The floats as integers of 8 bits, signed or not as the grid is.</summary>
    public static TensorData Quantize(TensorData reals, Quantization grid)
    {
        float[] real = reals.ToFloats();
        byte[] bytes = new byte[real.Length];
        ForEachRun(reals.Dims, grid.Axis, (start, length, channel) =>
        {
            float scale = grid.Scale[channel];
            int zero = grid.ZeroPoint[channel];
            for (int i = start; i < start + length; i++)
            {
                int q = (int)Math.Clamp(MathF.Round(real[i] / scale) + zero, grid.Minimum, grid.Maximum);
                bytes[i] = unchecked((byte)q);
            }
        });
        return new TensorData(grid.Minimum < 0 ? ElementType.Int8 : ElementType.UInt8, reals.Dims, bytes);
    }

    private static void ForEachRun(ReadOnlySpan<long> dims, int? axis, Action<int, int, int> run)
    {
        int count = 1;
        foreach (long dim in dims)
        {
            count *= (int)dim;
        }

        int inner = count;
        for (int i = 0; i <= axis && inner > 0; i++)
        {
            inner /= (int)dims[i];
        }

        int channels = axis is { } a ? (int)dims[a] : 1;
        for (int start = 0; start < count; start += inner)
        {
            run(start, inner, start / inner % channels);
        }
    }
}
