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
        if (shape.Rank != 4 || size.Length != 2)
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
        Value kept = SliceReaders.Emit(call, call.Emit("Shape", [image]), [0], [2], [0], [1]);
        Value sizes = call.Emit("Concat", [kept, call.Vector(size)], new AttributeMap { { "axis", 0L } });
        Value resized = call.Emit("Resize", [image, null, null, sizes], attributes);
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
