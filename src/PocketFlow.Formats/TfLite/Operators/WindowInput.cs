using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.TfLite;

/// <summary>The input of a window operator: channels last, with a border where no padding mode fits.</summary>
internal static class WindowInput
{
    private static readonly Layout s_layout = Layout.ChannelsLast(4);

    public static (Operand Input, Padding Mode) Read(Node node, Window window, GraphLowering lowering, float border)
    {
        Operand input = lowering.Read(node.Input(0), s_layout, lowering.GridOf(node, 0));
        WindowPadding padding = PaddingOf(node, window);
        return padding.NeedsBorder
            ? (lowering.Pad(input, [0, .. padding.Begin, 0], [0, .. padding.End, 0], border, node.Name), padding.Mode)
            : (input, padding.Mode);
    }

    public static WindowPadding PaddingOf(Node node, Window window) => WindowPadding.For(
        window, node.Input(0).KnownShape.ToArray()[2..], node.Output.KnownShape.ToArray()[2..]);

    /// <summary>Why a window operator can't be written: TFLite's have two spatial axes.</summary>
    public static string? Refuse(Node node, Window window) =>
        node.Input(0).KnownShape.Rank != 4 ? $"{node.Input(0).KnownShape.Rank - 2} spatial axes, expected were 2"
        : window.PadsBegin.Concat(window.PadsEnd).Any(p => p < 0) ? "negative pads"
        : null;
}
