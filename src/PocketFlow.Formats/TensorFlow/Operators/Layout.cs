using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Turns images of layers that depend on the order of axes into [N, C, H, W], and back.</summary>
/// <remarks>Transposes that undo each other through other operators are removed by a pass over the graph.</remarks>
internal static class Layout
{
    private static readonly HashSet<string> s_layers = new(StringComparer.Ordinal)
    {
        "Conv2D", "DepthwiseConv2dNative", "Conv2DBackpropInput", "MaxPool", "AvgPool", "FusedBatchNorm",
        "FusedBatchNormV2", "FusedBatchNormV3", "ResizeBilinear", "ResizeNearestNeighbor", "DepthToSpace",
        "SpaceToDepth",
    };

    /// <summary>Whether a node is a layer over images with channels last.</summary>
    public static bool IsChannelsLast(FlowNode node) => s_layers.Contains(node.Op)
        && (node.Attributes.GetValueOrDefault("data_format")?.S.ToStringUtf8() ?? "NHWC") == "NHWC";

    /// <summary>Whether a layer has its channels last, as it has by default.</summary>
    public static bool IsChannelsLast(FlowCall call) => call.Text("data_format", "NHWC") switch
    {
        "NHWC" => true,
        "NCHW" => false,
        string other => throw call.Refuse($"in the layout {other}"),
    };

    /// <summary>An image in channels-first order.</summary>
    public static Value ToChannelsFirst(FlowCall call, Value image)
    {
        if (image.KnownShape.Rank != 4)
        {
            throw call.Refuse($"of an image {image.KnownShape} that has not four axes");
        }

        return IsChannelsLast(call) ? call.Transpose(image, 0, 3, 1, 2) : image;
    }

    /// <summary>A channels-first image in the order of the layer.</summary>
    public static Value FromChannelsFirst(FlowCall call, Value image) =>
        IsChannelsLast(call) ? call.Transpose(image, 0, 2, 3, 1) : image;

    /// <summary>The two spatial numbers of a list with one per axis; 1 where the list is absent.</summary>
    public static long[] Spatial(FlowCall call, string attribute)
    {
        long[] numbers = call.Ints(attribute);
        int first = IsChannelsLast(call) ? 1 : 2;
        return numbers.Length switch
        {
            0 => [1, 1],
            4 when numbers[0] == 1 && numbers[IsChannelsLast(call) ? 3 : 1] == 1 => numbers[first..(first + 2)],
            _ => throw call.Refuse($"with {attribute} [{string.Join(", ", numbers)}]"),
        };
    }
}
