using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// Transposed convolutions over one or two axes. TFLite cuts off no pads but those of its padding modes, so that the whole
/// result is computed where these don't fit, and cut afterwards; it knows no groups, which are computed one by one.
/// </summary>
internal sealed class ConvTransposeWriter() : OperatorWriter("ConvTranspose")
{
    // Weights are [I, O / group, kh, kw] in the graph, [O, kh, kw, I] in the file.
    private static readonly int[] s_order = [1, 2, 3, 0];

    public override string? Refuse(Node node)
    {
        if (node.ConstantOrNull(1) is null || (node.InputOrNull(2) is { } bias && !bias.IsInitializer))
        {
            return "weights or bias are computed";
        }

        TransposedWindow geometry = TransposedWindow.Of(node);
        Window window = geometry.Window;
        return WindowInput.Refuse(node, window)
            ?? (window.Dilations.Any(d => d > 1) ? "dilated windows"
                : geometry.OutputPadding.Where((p, i) => p >= window.Strides[i]).Any()
                    ? "an output padding that is no smaller than the stride"
                    : null);
    }

    public override bool HasInteger(Node node) => ConvTransposeOperator.GroupOf(node) == 1;

    public override void Write(Node node, GraphLowering lowering)
    {
        TransposedWindow geometry = TransposedWindow.Of(node);
        Operand input = WindowInput.ReadImage(node, lowering);
        long[] space = WindowInput.SpaceOf(node.Output);
        Padding mode = ModeOf(node, geometry);
        long[] begin = WindowInput.ImageOf(geometry.Window).PadsBegin;
        long[] computed = mode == Padding.Same ? space : WholeSpace(node, geometry, begin, space);
        int group = (int)ConvTransposeOperator.GroupOf(node);
        long channels = input.Dims[1] / group;
        var parts = new Operand[group];
        for (int g = 0; g < group; g++)
        {
            Operand part = group == 1 ? input : lowering.Cut(input, 3, g * channels, channels, node.Name);
            parts[g] = Spread(node, lowering, part, g, computed, mode);
        }

        Operand image = lowering.Join(parts, 3, node.Name);
        for (int axis = 0; axis < 2 && mode == Padding.Valid; axis++)
        {
            if (computed[axis] != space[axis])
            {
                image = lowering.Cut(image, axis + 1, begin[axis], space[axis], node.Name);
            }
        }

        WindowInput.Define(node, lowering, image);
    }

    /// <summary>The mode that cuts the same pads off where there is one; the other cuts nothing.</summary>
    private static Padding ModeOf(Node node, TransposedWindow geometry)
    {
        Window window = geometry.Window;
        Shape input = node.Input(0).KnownShape;
        for (int i = 0; i < window.Kernel.Length; i++)
        {
            long size = node.Output.KnownShape[i + 2].Size;
            long total = geometry.FullSize(input[i + 2].Size, i) - size;
            bool isSame = total >= 0 && window.PadsBegin[i] == total / 2
                && (size + window.Strides[i] - 1) / window.Strides[i] == input[i + 2].Size;
            if (!isSame)
            {
                return Padding.Valid;
            }
        }

        return Padding.Same;
    }

    /// <summary>Everything that windows reach, and what is added behind.</summary>
    private static long[] WholeSpace(Node node, TransposedWindow geometry, long[] begin, long[] space)
    {
        long[] input = node.Input(0).KnownShape.ToArray()[2..];
        long[] whole = [.. input.Select((size, i) => geometry.FullSize(size, i))];
        long[] image = whole.Length == 1 ? [1, whole[0]] : whole;
        return [.. image.Select((size, i) => Math.Max(size, begin[i] + space[i]))];
    }

    private static Operand Spread(
        Node node, GraphLowering lowering, Operand input, int group, long[] space, Padding mode)
    {
        long outputs = node.Input(1).KnownShape[1].Size;
        (int weight, int bias) = ConvTransposeOperator.GroupOf(node) == 1
            ? Constants(node, lowering, input.Grid)
            : Constants(node, lowering, group, (int)outputs);
        Quantization? grid = lowering.ResultGridOf(node);
        Operand output = lowering.NewTensor(
            $"{node.Name}/spread", [input.Dims[0], outputs, .. space], input.Layout, grid);
        int shape = lowering.Int32s("shape", output.PhysicalDims);
        Window window = WindowInput.ImageOf(TransposedWindow.Of(node).Window);
        FlatTable options = new FlatTable()
            .SetByte(0, (int)mode)
            .Set(1, (int)window.Strides[1])
            .Set(2, (int)window.Strides[0]);
        lowering.Emit(
            Op.TRANSPOSE_CONV, [shape, weight, input.Tensor, bias], output, new(OptionsType.TransposeConv, options));
        return output;
    }

    private static (int Weight, int Bias) Constants(Node node, GraphLowering lowering, Quantization? grid)
    {
        var layer = new LayerConstants(node, lowering, grid);
        return (layer.Weight(s_order), layer.Bias());
    }

    private static (int Weight, int Bias) Constants(Node node, GraphLowering lowering, int group, int outputs)
    {
        long[] dims = WindowInput.ImageOf(node.Input(1).KnownShape.ToArray());
        dims[0] /= ConvTransposeOperator.GroupOf(node);
        int count = (int)TensorData.CountOf(dims);
        float[] weights = node.ConstantOrNull(1)!.As<float>().Slice(group * count, count).ToArray();
        float[] bias = node.ConstantOrNull(2)?.As<float>().Slice(group * outputs, outputs).ToArray() ?? new float[outputs];
        Operand kernel = lowering.Reals($"{node.Name}/weight{group}", weights, dims, Layout.Of(s_order), null);
        Operand terms = lowering.Reals($"{node.Name}/bias{group}", bias, [outputs], Layout.Logical(1), null);
        return (kernel.Tensor, terms.Tensor);
    }
}
