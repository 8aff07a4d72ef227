namespace PocketFlow.Graphs.Operators;

/// <summary>The geometry of a sliding window over the spatial axes: convolutions and pooling share it.</summary>
/// <param name="Kernel">The window's size per spatial axis.</param>
/// <param name="Strides">The step per spatial axis.</param>
/// <param name="Dilations">The distance of the window's elements per spatial axis.</param>
/// <param name="PadsBegin">Padding before each spatial axis.</param>
/// <param name="PadsEnd">Padding behind each spatial axis.</param>
/// <param name="CeilMode">Whether a last window that reaches over the end counts.</param>
public sealed record Window(
    long[] Kernel, long[] Strides, long[] Dilations, long[] PadsBegin, long[] PadsEnd, bool CeilMode)
{
    /// <summary>Reads a node's geometry; <paramref name="kernel"/> stands in for an absent <c>kernel_shape</c>.</summary>
    /// <exception cref="InvalidGraphException">The attributes contradict each other.</exception>
    public static Window Of(Node node, ReadOnlySpan<long> kernel = default) =>
        Declared(node, kernel).WithAutoPad(node);

    /// <summary>The geometry as the attributes state it, whatever <c>auto_pad</c> says.</summary>
    internal static Window Declared(Node node, ReadOnlySpan<long> kernel)
    {
        long[] size = node.Attributes.Ints("kernel_shape") ?? kernel.ToArray();
        long[] strides = node.Attributes.Ints("strides") ?? Ones(size.Length);
        long[] dilations = node.Attributes.Ints("dilations") ?? Ones(size.Length);
        long[] pads = node.Attributes.Ints("pads") ?? new long[2 * size.Length];
        int axes = node.Input(0).KnownShape.Rank - 2;
        if (size.Length == 0 || size.Length != axes || strides.Length != axes || dilations.Length != axes
            || pads.Length != 2 * size.Length || Array.Exists([.. strides, .. dilations, .. size], s => s < 1))
        {
            throw new InvalidGraphException(
                "window",
                $"{node.OpType}: kernel [{string.Join(", ", size)}], strides [{string.Join(", ", strides)}], dilations "
                + $"[{string.Join(", ", dilations)}] and pads [{string.Join(", ", pads)}] don't fit together.", node.Name);
        }

        return new Window(
            size, strides, dilations, pads[..size.Length], pads[size.Length..], node.Attributes.Int("ceil_mode", 0) != 0);
    }

    /// <summary>The size of the output along one spatial axis.</summary>
    /// <exception cref="InvalidGraphException">The window is larger than the padded input.</exception>
    public Dim OutputSize(Dim input, int axis)
    {
        if (!input.IsKnown)
        {
            return Dim.Unknown;
        }

        long padded = input.Size + PadsBegin[axis] + PadsEnd[axis];
        long span = padded - Reach(axis) + (CeilMode ? Strides[axis] - 1 : 0);
        if (span < 0)
        {
            throw new InvalidGraphException(
                "window", $"a window of {Reach(axis)} does not fit into the padded input of {padded}.");
        }

        long size = span / Strides[axis] + 1;
        // A window that would start in the padding behind the data is dropped, as ONNX Runtime and PyTorch do.
        return CeilMode && (size - 1) * Strides[axis] >= input.Size + PadsBegin[axis] ? size - 1 : size;
    }

    /// <summary>The extent of the dilated window along one axis.</summary>
    public long Reach(int axis) => Dilations[axis] * (Kernel[axis] - 1) + 1;

    /// <summary>
    /// How many elements one window has along one axis: those on the data or, with <paramref name="countsPads"/>, on data
    /// and declared pads. What <c>ceil_mode</c> reaches behind the pads never counts.
    /// </summary>
    public long CountAt(long position, long input, int axis, bool countsPads)
    {
        long start = position * Strides[axis] - PadsBegin[axis];
        long low = countsPads ? -PadsBegin[axis] : 0;
        long high = input + (countsPads ? PadsEnd[axis] : 0);
        return Math.Min(start + Kernel[axis], high) - Math.Max(start, low);
    }

    /// <summary>The pads behind an axis that its windows really read; negative where they leave elements out.</summary>
    public long ReadEnd(long input, long output, int axis) =>
        (output - 1) * Strides[axis] + Reach(axis) - input - PadsBegin[axis];

    /// <summary>The same geometry for data with an axis of size 1 in front of its spatial ones.</summary>
    public Window WithUnitAxis() => new(
        [1, .. Kernel], [1, .. Strides], [1, .. Dilations], [0, .. PadsBegin], [0, .. PadsEnd], CeilMode);

    /// <summary>The shape of the output: batch, channels, then every spatial axis.</summary>
    public Shape OutputShape(Shape input, Dim channels)
    {
        Dim[] dims = new Dim[input.Rank];
        dims[0] = input[0];
        dims[1] = channels;
        for (int i = 0; i < Kernel.Length; i++)
        {
            dims[i + 2] = OutputSize(input[i + 2], i);
        }

        return new Shape(dims);
    }

    private static long[] Ones(int count)
    {
        long[] ones = new long[count];
        Array.Fill(ones, 1);
        return ones;
    }

    private Window WithAutoPad(Node node)
    {
        string mode = AutoPadOf(node);
        if (mode == "NOTSET")
        {
            return this;
        }

        long[] begin = new long[Kernel.Length];
        long[] end = new long[Kernel.Length];
        for (int i = 0; i < Kernel.Length && mode != "VALID"; i++)
        {
            long total = SamePads(node, node.Input(0).KnownShape[i + 2], i);
            begin[i] = mode == "SAME_LOWER" ? total - total / 2 : total / 2;
            end[i] = total - begin[i];
        }

        return this with { PadsBegin = begin, PadsEnd = end };
    }

    /// <summary>How many pads make ⌈input / stride⌉ windows; with stride 1 the size doesn't matter.</summary>
    private long SamePads(Node node, Dim input, int axis)
    {
        if (Strides[axis] == 1)
        {
            return Reach(axis) - 1;
        }

        if (!input.IsKnown)
        {
            throw new InvalidGraphException(
                "auto_pad",
                $"{node.OpType}: pads for the stride {Strides[axis]} depend on the size of axis {axis + 2}, which is "
                + $"not known ({node.Input(0).KnownShape}); export the model with a fixed size.", node.Name);
        }

        long output = (input.Size + Strides[axis] - 1) / Strides[axis];
        return Math.Max(0, (output - 1) * Strides[axis] + Reach(axis) - input.Size);
    }

    /// <summary>The attribute <c>auto_pad</c>: NOTSET, VALID, SAME_UPPER or SAME_LOWER.</summary>
    internal static string AutoPadOf(Node node) => node.Attributes.Text("auto_pad", "NOTSET") switch
    {
        "" => "NOTSET",
        var mode and ("NOTSET" or "VALID" or "SAME_UPPER" or "SAME_LOWER") => mode,
        string other => throw new InvalidGraphException(
            "auto_pad", $"{node.OpType}: '{other}' is none of NOTSET, VALID, SAME_UPPER and SAME_LOWER.", node.Name),
    };
}
