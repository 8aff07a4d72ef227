using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Reads what changes the size of images.</summary>
internal static class ImageReaders
{
    /// <summary>Images are always [N, H, W, C]; the new size is an input [2].</summary>
    public static OperatorReader Resize(string mode) => call =>
    {
        Shape shape = call.ShapeOf(0);
        long[] size = call.ConstantInts(1);
        if (shape.Rank != 4 || size.Length != 2 || !shape[1].IsKnown || !shape[2].IsKnown || !shape[3].IsKnown)
        {
            throw call.Refuse($"of {shape} to {size.Length} sizes");
        }

        bool alignsCorners = call.Flag("align_corners", false);
        bool hasCenters = call.Flag("half_pixel_centers", false);
        var attributes = new AttributeMap
        {
            { "mode", mode },
            { "coordinate_transformation_mode",
                alignsCorners ? "align_corners" : hasCenters ? "half_pixel" : "asymmetric" },
        };
        if (mode == "nearest")
        {
            // Half a pixel is added before rounding down, which is rounding.
            attributes.Set("nearest_mode", alignsCorners || hasCenters ? "round_prefer_ceil" : "floor");
        }

        Value image = call.Transpose(call.Input(0), 0, 3, 1, 2);
        Value scales = call.Constant(TensorData.From<float>(
            [1, 1, (float)size[0] / shape[1].Size, (float)size[1] / shape[2].Size], 4));
        Value resized = shape[0].IsKnown
            ? call.Emit("Resize", [image, null, null, call.Vector(shape[0].Size, shape[3].Size, size[0], size[1])], attributes)
            : call.Emit("Resize", [image, null, scales], attributes);
        return [call.Transpose(resized, 0, 2, 3, 1)];
    };

    /// <summary>Moves blocks of pixels to channels or back; the block's row counts before its column.</summary>
    public static OperatorReader BlockMove(string opType) => call =>
    {
        var attributes = new AttributeMap { { "blocksize", call.Int("block_size", 1) } };
        if (opType == "DepthToSpace")
        {
            attributes.Set("mode", "DCR");
        }

        Value image = Layout.ToChannelsFirst(call, call.Input(0));
        return [Layout.FromChannelsFirst(call, call.Emit(opType, [image], attributes))];
    };
}
