namespace PocketFlow.Testing.Interpreter;

/// <summary>Convolution by its definition.</summary>
internal static class ConvReference
{
    public static ReferenceTensor Conv(ReferenceCall call)
    {
        ReferenceTensor input = call[0].AsImages();    // [N, C, H, W]
        ReferenceTensor weight = call[1].AsImages();   // [O, C / group, KH, KW]
        (WindowReference wy, WindowReference wx) = WindowReference.Of(call, call[1].Dims[2..]);
        int outputs = weight.Dims[0];
        int outputsPerGroup = outputs / (int)call.Int("group", 1);
        int inputsPerGroup = weight.Dims[1];
        int plane = wy.Count * wx.Count;
        float[] result = new float[input.Dims[0] * outputs * plane];
        double[] sums = new double[plane];
        for (int n = 0; n < input.Dims[0]; n++)
        {
            for (int o = 0; o < outputs; o++)
            {
                Array.Fill(sums, call.Has(2) ? call[2].Elements[o] : 0);
                for (int c = 0; c < inputsPerGroup; c++)
                {
                    int channel = o / outputsPerGroup * inputsPerGroup + c;
                    int from = (n * input.Dims[1] + channel) * wy.Size * wx.Size;
                    int kernel = (o * inputsPerGroup + c) * wy.Kernel * wx.Kernel;
                    AddChannel(sums, input.Elements, from, weight.Elements, kernel, wy, wx);
                }

                for (int i = 0; i < plane; i++)
                {
                    result[(n * outputs + o) * plane + i] = (float)sums[i];
                }
            }
        }

        int[] spatial = call[0].Rank == 3 ? [wx.Count] : [wy.Count, wx.Count];
        return new([input.Dims[0], outputs, .. spatial], result);
    }

    /// <summary>Adds one input channel's share to the sums of one output channel.</summary>
    private static void AddChannel(
        double[] sums, float[] input, int from, float[] weight, int kernel, WindowReference wy, WindowReference wx)
    {
        int width = wx.Count;
        for (int ky = 0; ky < wy.Kernel; ky++)
        {
            for (int kx = 0; kx < wx.Kernel; kx++)
            {
                double factor = weight[kernel + ky * wx.Kernel + kx];
                for (int y = 0; y < wy.Count; y++)
                {
                    int iy = wy.Position(y, ky);
                    if (iy >= 0 && iy < wy.Size)
                    {
                        AddRow(sums, y * width, width, input, from + iy * wx.Size, factor, wx, kx);
                    }
                }
            }
        }
    }

    private static void AddRow(
        double[] sums, int to, int width, float[] input, int from, double factor, WindowReference wx, int kx)
    {
        int size = wx.Size;
        int stride = wx.Stride;
        int ix = wx.Position(0, kx);
        for (int x = 0; x < width; x++)
        {
            if (ix >= 0 && ix < size)
            {
                sums[to + x] += factor * input[from + ix];
            }

            ix += stride;
        }
    }
}
