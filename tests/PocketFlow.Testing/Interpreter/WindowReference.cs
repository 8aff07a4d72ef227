namespace PocketFlow.Testing.Interpreter;

/// <summary>One spatial axis of a sliding window.</summary>
internal readonly record struct WindowReference(
    int Size, int Kernel, int Stride, int Dilation, int Begin, int End, bool Ceil)
{
    /// <summary>How many windows fit.</summary>
    public int Count
    {
        get
        {
            double span = Size + Begin + End - (Dilation * (Kernel - 1) + 1);
            int count = (int)(Ceil ? Math.Ceiling(span / Stride) : Math.Floor(span / Stride)) + 1;
            // A window that would start behind the data is dropped.
            return Ceil && (count - 1) * Stride >= Size + Begin ? count - 1 : count;
        }
    }

    /// <summary>Height and width of a node's window; a single spatial axis is the width.</summary>
    public static (WindowReference Y, WindowReference X) Of(ReferenceCall call, int[] kernel)
    {
        ReferenceTensor input = call[0];
        int axes = input.Rank - 2;
        WindowReference x = Axis(call, axes - 1, axes, input.Dims[^1], kernel[^1]);
        return axes == 1
            ? (new WindowReference(1, 1, 1, 1, 0, 0, false), x)
            : (Axis(call, 0, axes, input.Dims[2], kernel[0]), x);
    }

    /// <summary>The input position under an element of a window; outside [0, Size) lies padding.</summary>
    public int Position(int window, int element) => window * Stride + element * Dilation - Begin;

    private static WindowReference Axis(ReferenceCall call, int axis, int axes, int size, int kernel)
    {
        int stride = (int)(call.Node.Attributes.Ints("strides")?[axis] ?? 1);
        int dilation = (int)(call.Node.Attributes.Ints("dilations")?[axis] ?? 1);
        int begin = (int)(call.Node.Attributes.Ints("pads")?[axis] ?? 0);
        int end = (int)(call.Node.Attributes.Ints("pads")?[axis + axes] ?? 0);
        string auto = call.Node.Attributes.Text("auto_pad", "NOTSET");
        if (auto != "NOTSET")
        {
            int windows = (int)Math.Ceiling((double)size / stride);
            int total = Math.Max(0, (windows - 1) * stride + dilation * (kernel - 1) + 1 - size);
            (begin, end) = auto switch
            {
                "SAME_UPPER" => (total / 2, total - total / 2),
                "SAME_LOWER" => (total - total / 2, total / 2),
                _ => (0, 0),
            };
        }

        return new WindowReference(size, kernel, stride, dilation, begin, end, call.Int("ceil_mode", 0) != 0);
    }
}
