namespace PocketFlow.Testing.Interpreter;

/// <summary>Resampling, and the exchange of channels and space.</summary>
internal static class SpaceReference
{
    public static ReferenceTensor DepthToSpace(ReferenceCall call)
    {
        ReferenceTensor input = call[0];
        int block = (int)call.Int("blocksize", 1);
        int channels = input.Dims[1] / (block * block);
        bool isInner = call.Node.Attributes.Text("mode", "DCR") == "CRD";
        return ReferenceTensor.Create(
            [input.Dims[0], channels, input.Dims[2] * block, input.Dims[3] * block],
            i =>
            {
                int place = i[2] % block * block + i[3] % block;
                int channel = isInner ? i[1] * block * block + place : place * channels + i[1];
                return input.At(i[0], channel, i[2] / block, i[3] / block);
            });
    }

    public static ReferenceTensor SpaceToDepth(ReferenceCall call)
    {
        ReferenceTensor input = call[0];
        int block = (int)call.Int("blocksize", 1);
        int channels = input.Dims[1];
        return ReferenceTensor.Create(
            [input.Dims[0], channels * block * block, input.Dims[2] / block, input.Dims[3] / block],
            i =>
            {
                int place = i[1] / channels;
                return input.At(
                    i[0], i[1] % channels, i[2] * block + place / block, i[3] * block + place % block);
            });
    }

    /// <summary>Nearest and linear, each axis in turn; cubic interpolation has no reference.</summary>
    public static ReferenceTensor Resize(ReferenceCall call)
    {
        ReferenceTensor result = call[0];
        long[] axes = call.Node.Attributes.Ints("axes") ?? [.. Enumerable.Range(0, result.Rank).Select(a => (long)a)];
        long[]? sizes = call.Ints(3, "");
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = call[0].Axis(axes[i]);
            int from = call[0].Dims[axis];
            double scale = sizes is null ? call[2].Elements[i] : (double)sizes[i] / from;
            int to = sizes is null ? (int)(from * scale) : (int)sizes[i];
            result = scale == 1 ? result : ResizeAxis(call, result, axis, to, scale);
        }

        return result;
    }

    private static ReferenceTensor ResizeAxis(
        ReferenceCall call, ReferenceTensor input, int axis, int to, double scale)
    {
        int last = input.Dims[axis] - 1;
        bool isLinear = call.Node.Attributes.Text("mode", "nearest") == "linear";
        int[] dims = [.. input.Dims];
        dims[axis] = to;
        return ReferenceTensor.Create(dims, i =>
        {
            int[] index = [.. i];
            double x = Coordinate(call, i[axis], last, to, scale);
            double low = isLinear ? Math.Floor(Math.Clamp(x, 0, last)) : Round(call, x);
            index[axis] = (int)Math.Clamp(low, 0, last);
            double first = input.At(index);
            if (!isLinear)
            {
                return (float)first;
            }

            index[axis] = Math.Min(index[axis] + 1, last);
            return (float)(first + (Math.Clamp(x, 0, last) - low) * (input.At(index) - first));
        });
    }

    private static double Coordinate(ReferenceCall call, int position, int last, int to, double scale) =>
        call.Node.Attributes.Text("coordinate_transformation_mode", "half_pixel") switch
        {
            "asymmetric" => position / scale,
            "align_corners" => to == 1 ? 0 : (double)position * last / (to - 1),
            "half_pixel" => (position + 0.5) / scale - 0.5,
            string other => throw new NotSupportedException($"Resize with {other} has no reference."),
        };

    private static double Round(ReferenceCall call, double x) =>
        call.Node.Attributes.Text("nearest_mode", "round_prefer_floor") switch
        {
            "floor" => Math.Floor(x),
            "ceil" => Math.Ceiling(x),
            "round_prefer_ceil" => Math.Floor(x + 0.5),
            _ => Math.Ceiling(x - 0.5),
        };
}
