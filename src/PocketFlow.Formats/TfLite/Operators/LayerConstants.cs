using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// The weight and bias of a convolution or dense layer, in float32 or, where the input has a grid, in integers.
/// </summary>
internal sealed class LayerConstants(Node node, GraphLowering lowering, Quantization? inputGrid)
{
    private readonly Value _weight = node.Input(1);
    private readonly int _channelAxis = node.Operator.OutputChannelAxis(node);

    // A kernel over one axis is one over two, of which the first has size 1.
    private readonly long[] _dims = WindowInput.ImageOf(node.Input(1).KnownShape.ToArray());

    private int Channels => (int)_weight.KnownShape[_channelAxis].Size;

    /// <summary>
    /// Adds the weight with its axes in another order; <paramref name="factor"/> scales float weights.
    /// </summary>
    /// <param name="order">For every axis in the file the axis in the graph.</param>
    /// <param name="inputs">For every input in the file the one in the graph, where a dense layer's inputs are
    /// permuted.</param>
    /// <param name="factor">A number that is multiplied in; 1 for integers.</param>
    public int Weight(int[] order, int[]? inputs = null, float factor = 1)
    {
        float[] reals = _weight.Data!.ToFloats();
        long[] dims = _dims;
        int[] physical = [.. order.Select(a => (int)dims[a])];
        if (inputGrid is null)
        {
            float[] scaled = factor == 1 ? reals : Array.ConvertAll(reals, w => w * factor);
            float[] arranged = Arrange(scaled, dims, order, inputs);
            return lowering.RealWeight(_weight.Name, physical, arranged);
        }

        Quantization grid = _weight.Quantization!;
        int axis = grid.IsPerTensor ? 0 : Array.IndexOf(order, grid.Axis!.Value);
        sbyte[] integers = Arrange(Quantize(reals, dims, grid), dims, order, inputs);
        return lowering.Constant(_weight.Name, physical, integers, TfLiteTensorType.Int8, Int8Grid.ToFile(grid, axis));
    }

    /// <summary>Adds the bias, zeros where the layer has none; kernels of the runtime insist on one.</summary>
    public int Bias(float factor = 1)
    {
        float[] given = node.ConstantOrNull(2)?.ToFloats() ?? [0];
        float[] reals = new float[Channels];
        for (int i = 0; i < reals.Length; i++)
        {
            reals[i] = given[i % given.Length] * factor;
        }

        string name = node.InputOrNull(2)?.Name ?? $"{node.Name}/bias";
        return inputGrid is null
            ? lowering.Constant(name, [reals.Length], reals, TfLiteTensorType.Float32, null)
            : IntegerBias(name, reals, inputGrid.Scale[0], _weight.Quantization!);
    }

    /// <summary>
    /// The accumulator's own grid: input step times weight step, zero point 0 (Jacob et al. 2018, equation 11).
    /// </summary>
    private int IntegerBias(string name, float[] reals, float inputScale, Quantization weightGrid)
    {
        float[] scales = [.. weightGrid.Scale.Select(s => s * inputScale)];
        int[] integers = new int[reals.Length];
        for (int i = 0; i < reals.Length; i++)
        {
            double q = Math.Round((double)reals[i] / scales[i % scales.Length]);
            integers[i] = (int)Math.Clamp(q, int.MinValue, int.MaxValue);
        }

        return lowering.Constant(
            name, [reals.Length], integers, TfLiteTensorType.Int32,
            new TfLiteQuantization([.. scales], [.. new long[scales.Length]], 0));
    }

    private static sbyte[] Quantize(float[] reals, long[] dims, Quantization grid)
    {
        long inner = grid.Axis is { } axis ? dims.Skip(axis + 1).Aggregate(1L, (a, b) => a * b) : reals.Length;
        var integers = new sbyte[reals.Length];
        for (int i = 0; i < integers.Length; i++)
        {
            integers[i] = (sbyte)grid.Quantize(reals[i], (int)(i / inner % grid.Scale.Length));
        }

        return integers;
    }

    private static T[] Arrange<T>(T[] elements, long[] dims, int[] order, int[]? inputs)
    {
        T[] arranged = ElementOrder.Permute<T>(elements, dims, order);
        if (inputs is null)
        {
            return arranged;
        }

        // Dense layers are [outputs, inputs] in the file.
        var permuted = new T[arranged.Length];
        for (int i = 0; i < permuted.Length; i++)
        {
            permuted[i] = arranged[i - i % inputs.Length + inputs[i % inputs.Length]];
        }

        return permuted;
    }
}
