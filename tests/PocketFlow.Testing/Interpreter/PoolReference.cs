namespace PocketFlow.Testing.Interpreter;

/// <summary>Pooling windows and means over axes.</summary>
internal static class PoolReference
{
    public static ReferenceTensor Pool(ReferenceCall call)
    {
        ReferenceTensor input = call[0].AsImages();
        int[] kernel = Array.ConvertAll(call.Node.Attributes.Ints("kernel_shape")!, k => (int)k);
        (WindowReference wy, WindowReference wx) = WindowReference.Of(call, kernel);
        bool isMax = call.Node.OpType == "MaxPool";
        bool countsPadding = call.Int("count_include_pad", 0) != 0;
        ReferenceTensor result = ReferenceTensor.Create(
            [input.Dims[0], input.Dims[1], wy.Count, wx.Count],
            i => Window(input, i, wy, wx, isMax, countsPadding));
        int[] spatial = call[0].Rank == 3 ? [wx.Count] : [wy.Count, wx.Count];
        return result with { Dims = [input.Dims[0], input.Dims[1], .. spatial] };
    }

    public static ReferenceTensor GlobalMax(ReferenceCall call)
    {
        ReferenceTensor input = call[0];
        int size = ReferenceTensor.CountOf(input.Dims.Skip(2));
        float[] largest = [.. input.Elements.Chunk(size).Select(c => c.Max())];
        return new([input.Dims[0], input.Dims[1], .. input.Dims.Skip(2).Select(_ => 1)], largest);
    }

    public static ReferenceTensor Mean(ReferenceCall call, int[] axes, bool keepsAxes)
    {
        ReferenceTensor input = call[0];
        int[] dims = [.. input.Dims.Select((d, i) => axes.Contains(i) ? 1 : d)];
        double[] sums = new double[ReferenceTensor.CountOf(dims)];
        ReferenceTensor.Create(input.Dims, index =>
        {
            int position = 0;
            for (int axis = 0; axis < dims.Length; axis++)
            {
                position = position * dims[axis] + (dims[axis] == 1 ? 0 : index[axis]);
            }

            sums[position] += input.At(index);
            return 0;
        });
        double count = (double)input.Elements.Length / sums.Length;
        int[] left = keepsAxes ? dims : [.. input.Dims.Where((_, i) => !axes.Contains(i))];
        return new(left, Array.ConvertAll(sums, s => (float)(s / count)));
    }

    private static float Window(
        ReferenceTensor input, int[] index, WindowReference wy, WindowReference wx, bool isMax, bool countsPadding)
    {
        double sum = 0;
        int count = 0;
        float largest = float.NegativeInfinity;
        for (int ky = 0; ky < wy.Kernel; ky++)
        {
            for (int kx = 0; kx < wx.Kernel; kx++)
            {
                int y = wy.Position(index[2], ky);
                int x = wx.Position(index[3], kx);
                if (y >= 0 && y < wy.Size && x >= 0 && x < wx.Size)
                {
                    float element = input.At(index[0], index[1], y, x);
                    sum += element;
                    largest = MathF.Max(largest, element);
                    count++;
                }
                else if (countsPadding && y < wy.Size + wy.End && x < wx.Size + wx.End)
                {
                    // What ceil_mode adds behind the padding never counts.
                    count++;
                }
            }
        }

        return isMax ? largest : (float)(sum / count);
    }
}
