using PocketFlow.Graphs;

namespace PocketFlow.Testing.Interpreter;

/// <summary>Transposed convolution by its definition: every input element spreads its kernel over the output.</summary>
internal static class ConvTransposeReference
{
    public static ReferenceTensor ConvTranspose(ReferenceCall call)
    {
        ReferenceTensor input = call[0].AsImages();    // [N, C, H, W]
        ReferenceTensor weight = call[1].AsImages();   // [C, O / group, KH, KW]
        int group = (int)call.Int("group", 1);
        int inputsPerGroup = input.Dims[1] / group;
        int outputs = weight.Dims[1] * group;
        int axes = call[0].Rank - 2;
        Axis y = axes == 1 ? new Axis(1, 1, 0, 1) : Axis.Of(call, 0, axes, input.Dims[2], weight.Dims[2]);
        Axis x = Axis.Of(call, axes - 1, axes, input.Dims[3], weight.Dims[3]);
        double[] sums = new double[input.Dims[0] * outputs * y.Size * x.Size];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = call.Has(2) ? call[2].Elements[i / (y.Size * x.Size) % outputs] : 0;
        }

        ReferenceTensor.Create([.. input.Dims, weight.Dims[1], weight.Dims[2], weight.Dims[3]], index =>
        {
            (int n, int c, int o) = (index[0], index[1], index[4]);
            int row = y.Position(index[2], index[5]);
            int column = x.Position(index[3], index[6]);
            if (row >= 0 && row < y.Size && column >= 0 && column < x.Size)
            {
                int channel = c / inputsPerGroup * weight.Dims[1] + o;
                sums[((n * outputs + channel) * y.Size + row) * x.Size + column] +=
                    (double)input.At(n, c, index[2], index[3]) * weight.At(c, o, index[5], index[6]);
            }

            return 0;
        });
        int[] spatial = axes == 1 ? [x.Size] : [y.Size, x.Size];
        return new([input.Dims[0], outputs, .. spatial], Array.ConvertAll(sums, s => (float)s));
    }

    private readonly record struct Axis(int Stride, int Dilation, int Begin, int Size)
    {
        public int Position(int input, int tap) => input * Stride + tap * Dilation - Begin;

        public static Axis Of(ReferenceCall call, int axis, int axes, int input, int kernel)
        {
            AttributeMap attributes = call.Node.Attributes;
            int stride = (int)(attributes.Ints("strides")?[axis] ?? 1);
            int dilation = (int)(attributes.Ints("dilations")?[axis] ?? 1);
            int added = (int)(attributes.Ints("output_padding")?[axis] ?? 0);
            int begin = (int)(attributes.Ints("pads")?[axis] ?? 0);
            int end = (int)(attributes.Ints("pads")?[axis + axes] ?? 0);
            int whole = stride * (input - 1) + dilation * (kernel - 1) + 1 + added;
            string auto = attributes.Text("auto_pad", "NOTSET");
            int? wanted = (int?)attributes.Ints("output_shape")?[axis]
                ?? (auto.StartsWith("SAME", StringComparison.Ordinal) ? stride * input : null);
            if (wanted is { } size)
            {
                int total = Math.Max(0, whole - size);
                return new Axis(stride, dilation, auto == "SAME_UPPER" ? total / 2 : total - total / 2, size);
            }

            return auto == "VALID"
                ? new Axis(stride, dilation, 0, whole)
                : new Axis(stride, dilation, begin, whole - begin - end);
        }
    }
}
