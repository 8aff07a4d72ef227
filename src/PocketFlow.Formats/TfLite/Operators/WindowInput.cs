using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// What operators that slide over images read and give: channels last, two spatial axes. Where the graph has one, the image
/// has a height of 1.
/// </summary>
internal static class WindowInput
{
    private static readonly Layout s_layout = Layout.ChannelsLast(4);

    /// <summary>The input as an image, with a border where no padding mode fits; the window is one over two axes.</summary>
    public static (Operand Input, Padding Mode) Read(Node node, Window window, GraphLowering lowering, float border)
    {
        Operand input = ReadImage(node, lowering);
        WindowPadding padding = PaddingOf(node, window);
        return padding.NeedsBorder
            ? (lowering.Pad(input, [0, .. padding.Begin, 0], [0, .. padding.End, 0], border, node.Name), padding.Mode)
            : (input, padding.Mode);
    }

    /// <summary>A node's first input as an image.</summary>
    public static Operand ReadImage(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        int rank = x.KnownShape.Rank;
        Operand input = lowering.Read(x, Layout.ChannelsLast(rank), lowering.GridOf(node, 0));
        return rank == 4 ? input : lowering.Reshape(input, ImageOf(input.Dims), s_layout, $"{node.Name}/image");
    }

    /// <summary>A tensor for the image that a node computes; <see cref="Define"/> makes it the node's result.</summary>
    public static Operand NewImage(Node node, GraphLowering lowering, Quantization? grid) =>
        node.Output.KnownShape.Rank == 4
            ? lowering.NewTensor(lowering.ResultOf(node).Name, node.Output.KnownShape.ToArray(), s_layout, grid)
            : lowering.NewTensor($"{node.Name}/image", ImageOf(node.Output.KnownShape.ToArray()), s_layout, grid);

    /// <summary>Makes an image a node's result, without its unit axis where the graph has none.</summary>
    public static void Define(Node node, GraphLowering lowering, Operand image)
    {
        Value result = lowering.ResultOf(node);
        int rank = result.KnownShape.Rank;
        lowering.Define(result, rank == 4
            ? image
            : lowering.Reshape(image, result.KnownShape.ToArray(), Layout.ChannelsLast(rank), result.Name));
    }

    /// <summary>A window over one axis as one over two.</summary>
    public static Window ImageOf(Window window) => window.Kernel.Length == 1 ? window.WithUnitAxis() : window;

    /// <summary>Dimensions with one spatial axis as those of an image.</summary>
    public static long[] ImageOf(long[] dims) => dims.Length == 3 ? [dims[0], dims[1], 1, dims[2]] : dims;

    public static WindowPadding PaddingOf(Node node, Window window) =>
        WindowPadding.For(window, SpaceOf(node.Input(0)), SpaceOf(node.Output));

    /// <summary>Height and width of a value as an image.</summary>
    public static long[] SpaceOf(Value value) => ImageOf(value.KnownShape.ToArray())[2..];

    /// <summary>Why a window operator can't be written: TFLite's have two spatial axes.</summary>
    public static string? Refuse(Node node, Window window) =>
        node.Input(0).KnownShape.Rank is not (3 or 4)
            ? $"{node.Input(0).KnownShape.Rank - 2} spatial axes, expected were 1 or 2"
        : window.PadsBegin.Concat(window.PadsEnd).Any(p => p < 0) ? "negative pads"
        : null;
}
